import { ArgumentError, ExpressionError } from '../../../errors.js';
import { type CompiledSystem, system } from '../../../ode/index.js';
import { functionNames } from '../../../ode/internal.js';
import type { CurveModel } from './curve.js';

/** Names that are no parameters: the variable, as x or t, constants and functions. */
const known: readonly string[] = ['x', 't', 'pi', 'e', ...functionNames];

/** Numbers, which may have an exponent, and names that no bracket follows. */
const token = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|\b[A-Za-z_]\w*(?!\w|\s*\()/gi;

/**
 * Makes a curve from an expression of x, in which every other name is a parameter. The derivatives are symbolic.
 *
 * @throws ExpressionError for an expression that cannot be read, ArgumentError for one without parameters
 */
export function expression(text: string): CurveModel {
  const tokens = text.match(token) ?? [];
  const names = [...new Set(tokens)].filter((name) => /^[A-Za-z_]/.test(name) && !known.includes(name));
  if (names.length === 0) throw noParameters(text);
  // The curve is compiled as the system x' = text, a' = 0, b' = 0, …: the parameters are states that never change, so
  // that the first row of the Jacobian has the derivatives by them.
  const constants = Object.fromEntries(names.map((name) => [name, '0']));
  const equations = compiled(text, constants);
  const state = (x: number, parameters: ArrayLike<number>) => Float64Array.of(x, ...Array.from(parameters));
  return {
    names,
    text,
    value: (x, parameters) => equations.rhs(x, state(x, parameters))[0] ?? NaN,
    gradient: (x, parameters) => equations.jacobian(x, state(x, parameters))[0]?.subarray(1) ?? [],
  };
}

function compiled(text: string, constants: Readonly<Record<string, string>>): CompiledSystem {
  try {
    return system({ x: text, ...constants });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, position, remedy } = error;
    const actual = error.actual.replace('the equation of x', 'the expression');
    const expected = 'it may have x, parameters, numbers and functions';
    throw new ExpressionError({ code, operation: 'fit', actual, expected, remedy }, { text, position });
  }
}

function noParameters(text: string): ArgumentError {
  return new ArgumentError({
    code: 'no-parameters',
    operation: 'fit',
    actual: `${JSON.stringify(text)} has no parameters`,
    expected: 'at least one is needed: a name other than x, pi, e and the functions',
    remedy: 'write "a*exp(-b*x) + c", for example',
  });
}
