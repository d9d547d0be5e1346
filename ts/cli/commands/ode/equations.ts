import { unknownName } from '../../../checks.js';
import { ArgumentError } from '../../../errors.js';
import { type CompiledSystem, system, systems } from '../../../ode/index.js';

/** Replaces the apostrophe in names of states, as the library's expressions may not contain that. */
const PRIME = '′';

const builtIn = {
  lorenz: systems.lorenz,
  lotkaVolterra: systems.lotkaVolterra,
  vanDerPol: systems.vanDerPol,
  robertson: systems.robertson,
  pendulum: systems.pendulum,
} as const;

type Parameters = Readonly<Record<string, number>>;

/**
 * Reads a system: equations between semicolons, each with a derivative on the left (`x' = v`, `x'' = -x`, `dx/dt = v`),
 * or the name of one of the library's systems. An equation of order n has n states: `x'' = -x` has x and x'.
 *
 * @throws ArgumentError for a text that is no equation and no name, ExpressionError for an expression that cannot be read
 */
export function readSystem(text: string, parameters: Parameters): CompiledSystem {
  if (!text.includes('=')) return byName(text.trim(), parameters);
  const equations: Record<string, string> = {};
  for (const part of text.split(/[;\n]/)) {
    if (part.trim() === '') continue;
    const { name, order, expression } = readEquation(part);
    const states = Array.from({ length: order }, (_, index) => name + PRIME.repeat(index));
    states.forEach((state, index) => {
      if (Object.hasOwn(equations, state)) throw twoEquations(decodePrimes(state));
      equations[state] = states[index + 1] ?? expression;
    });
  }
  return system(equations, parameters);
}

/** The name of a state as the user writes it, with apostrophes. */
export function decodePrimes(state: string): string {
  return state.replaceAll(PRIME, "'");
}

/** An expression as the library reads it, without apostrophes. */
export function encodePrimes(expression: string): string {
  return expression.replaceAll(/['’]/g, PRIME);
}

function readEquation(text: string): { name: string; order: number; expression: string } {
  const [, left = '', right = ''] = /^([^=]*)=([^=]*)$/.exec(text) ?? [];
  const leibniz = /^\s*d([A-Za-z_]\w*)\s*\/\s*dt\s*$/.exec(left);
  const [, lagrange = '', primes = ''] = /^\s*([A-Za-z_]\w*?)\s*(['’′]+)\s*$/.exec(left) ?? [];
  const name = leibniz?.[1] ?? lagrange;
  if (name === '' || right.trim() === '') throw notAnEquation(text.trim());
  return { name, order: leibniz ? 1 : primes.length, expression: encodePrimes(right) };
}

function byName(name: string, parameters: Parameters): CompiledSystem {
  const make = Object.entries(builtIn).find(([known]) => known === name)?.[1];
  if (make) return make(parameters);
  if (/^\w+$/.test(name)) throw unknownName(name, Object.keys(builtIn), 'system', 'ode');
  throw notAnEquation(name);
}

function notAnEquation(text: string): ArgumentError {
  return new ArgumentError({
    code: 'equation',
    operation: 'ode',
    actual: `the equation is ${JSON.stringify(text)}`,
    expected: 'it must have a derivative on the left and an expression on the right',
    remedy: `write it as "x' = -2*x", or "x'' = -x" for one of second order`,
  });
}

function twoEquations(state: string): ArgumentError {
  return new ArgumentError({
    code: 'equation-twice',
    operation: 'ode',
    actual: `there are two equations for ${state}`,
    expected: 'each state has one',
    remedy: 'remove or rename one of them',
  });
}
