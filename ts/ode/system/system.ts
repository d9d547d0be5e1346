import { show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import { checkParameters, CompiledSystem, type Parameters } from './compiledSystem.js';
import { Expressions } from './expressions.js';
import { ExpressionGraph } from './graph.js';
import { functionNames } from './operations.js';
import { parse } from './parse.js';
import { Algebra } from './simplify.js';

/** The names that jsep reads as one token. */
const NAME = /^[A-Za-z_$\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*$/;
const TIME = 't';
const constants = { pi: Math.PI, e: Math.E };

/**
 * A system of equations from their text: for each state the expression of its derivative.
 *
 * Expressions consist of `+ - * / ^ **`, brackets, the states, the parameters, the time `t`, the constants `pi` and
 * `e`, and the functions sin, cos, tan, asin, acos, atan, atan2(y, x), sinh, cosh, tanh, exp, log, log10, sqrt, abs,
 * sign, min, max and pow. As in mathematics −x^2 is −(x²) and 2^3^2 is 2⁹. They are computed in the order in which they
 * are written, with x^2 as x·x and x^3 as x·x·x; the Jacobian is derived symbolically. The text is compiled to
 * WebAssembly, and never evaluated as JavaScript.
 *
 * @param equations the text of each derivative by the name of its state, in the order of y
 * @param parameters numbers by name
 * @throws ExpressionError, with the position, for text that cannot be read or that contains an unknown name
 * @throws DTypeError for equations that are not texts by name, or none
 * @throws ArgumentError for names that cannot be used, or parameters that are not finite
 * @example
 * const foxes = system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 0.0125, b: 0.0002, c: 0.015, d: 0.00018 });
 * const solution = solveIvp(foxes, [0, 1000], [75, 110]);
 */
export function system(
  equations: Readonly<Record<string, string>>,
  parameters: Parameters = {},
): CompiledSystem {
  const sources = readEquations(equations);
  const values = checkParameters(parameters, 'system');
  const states = sources.map(({ name }) => name);
  const names = [...states, ...Object.keys(values)];
  names.forEach((name, index) => checkName(name, names.indexOf(name) < index));

  const graph = new ExpressionGraph();
  const scope = new Map([
    ...Object.entries(constants).map(([name, value]) => [name, graph.number(value)] as const),
    ...[TIME, ...names].map((name, index) => [name, graph.variable(index)] as const),
  ]);
  const algebra = new Algebra(graph);
  const nodes = sources.map((source) => parse(source, scope, algebra));
  const expressions = new Expressions(algebra, nodes, Object.keys(values).length);
  return new CompiledSystem(states, values, { numbers: expressions.toNumbers(), code: expressions });
}

function readEquations(equations: unknown) {
  if (typeof equations !== 'object' || equations === null || Array.isArray(equations)) {
    throw notEquations(`the equations are ${show(equations)}`);
  }
  const entries = Object.entries(equations);
  if (entries.length === 0) throw notEquations('there are no equations');
  return entries.map(([name, text]: [string, unknown]) => {
    if (typeof text !== 'string') throw notEquations(`the equation of ${name} is ${show(text)}`);
    return { name, text };
  });
}

function notEquations(actual: string): DTypeError {
  return new DTypeError({
    code: 'equations',
    operation: 'system',
    actual,
    expected: 'there must be at least one state, each with the text of its derivative',
    remedy: "pass them as { x: 'v', v: '-x' }, for example",
  });
}

function checkName(name: string, isTaken: boolean): void {
  const isReserved = name === TIME || functionNames.some((known) => known === name);
  if (NAME.test(name) && !isReserved && !isTaken) return;
  const reason = isTaken ? 'is used twice' : isReserved ? 'has a meaning of its own' : 'is not a name';
  throw new ArgumentError({
    code: 'name',
    operation: 'system',
    actual: `${show(name)} ${reason}`,
    expected: `states and parameters need names of letters, digits and _, other than ${TIME} and the names of functions`,
    remedy: 'choose another name',
  });
}
