import { ArgumentError, ExpressionError } from '../../../errors.js';
import { type CompiledSystem, system } from '../../../ode/index.js';
import { functionNames } from '../../../ode/system/operations.js';
import type { Curve } from './curve.js';

/** What is not a parameter: the variable, by either name, and constants. */
const known: readonly string[] = ['x', 't', 'pi', 'e', ...functionNames];

/** Numbers, which may have an e, and names that no bracket follows. */
const token = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|\b[A-Za-z_]\w*(?!\w|\s*\()/gi;

/**
 * A curve from the text of an expression of x; every other name in it is a parameter. Its derivatives are symbolic.
 *
 * @throws ExpressionError for text that cannot be read, ArgumentError for one without parameters
 */
export function expression(text: string): Curve {
  const found = text.match(token) ?? [];
  const names = [...new Set(found)].filter((name) => /^[A-Za-z_]/.test(name) && !known.includes(name));
  if (names.length === 0) throw noParameters(text);
  // The system of one equation whose other states, the parameters, stand still: its Jacobian has the derivatives.
  const still = Object.fromEntries(names.map((name) => [name, '0']));
  const equations = compiled(text, still);
  const state = (x: number, parameters: ArrayLike<number>) => Float64Array.of(x, ...Array.from(parameters));
  return {
    names,
    text,
    value: (x, parameters) => equations.rhs(x, state(x, parameters))[0] ?? NaN,
    gradient: (x, parameters) => equations.jacobian(x, state(x, parameters))[0]?.subarray(1) ?? [],
  };
}

function compiled(text: string, still: Readonly<Record<string, string>>): CompiledSystem {
  try {
    return system({ x: text, ...still });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, position, remedy } = error;
    const actual = error.actual.replace('the equation of x', 'the expression');
    const expected = 'it must be of x, parameters, numbers and functions';
    throw new ExpressionError({ code, operation: 'fit', actual, expected, remedy }, { text, position });
  }
}

function noParameters(text: string): ArgumentError {
  return new ArgumentError({
    code: 'no-parameters',
    operation: 'fit',
    actual: `${JSON.stringify(text)} has no parameters`,
    expected: 'there must be something to fit: names other than x, pi, e and the functions',
    remedy: 'write such as "a*exp(-b*x) + c"',
  });
}
