import { oneOf } from '../../../checks.js';
import { ArgumentError, DataError } from '../../../errors.js';
import {
  type CompiledSystem,
  euler,
  heun,
  midpoint,
  type OdeSolution,
  rungeKutta4,
  solveIvp,
} from '../../../ode/index.js';
import { methods } from '../../../ode/internal.js';
import { decodePrimes } from './equations.js';
import { type EventOption, readEventOptions } from './events.js';

export interface SolveCommandOptions {
  readonly y0: string;
  readonly span: readonly number[];
  readonly method: string;
  readonly rtol?: number;
  readonly atol?: number;
  readonly maxStep?: number;
  readonly steps?: number;
  readonly points?: number;
  readonly event?: readonly string[];
  readonly until?: string;
}

const fixed = { euler, heun, midpoint, rungeKutta4 } as const;
const isFixed = (name: string): name is keyof typeof fixed => Object.hasOwn(fixed, name);

/** The parts of a solution that adaptive and fixed-step methods share. */
export type Solution = Pick<OdeSolution, 't' | 'y' | 'nfev' | 'message'> &
  Partial<Pick<OdeSolution, 'sol' | 'tEvents' | 'yEvents'>>;

/**
 * Solves the system as the options say.
 *
 * @param needsDenseOutput whether the solution between the steps is needed, for a smooth curve
 * @throws ArgumentError for options that do not fit together, DataError where the solution ends before the span does
 */
export function solve(
  system: CompiledSystem,
  options: SolveCommandOptions,
  needsDenseOutput: boolean,
): Solution {
  const { span, steps, points, rtol, atol, maxStep } = options;
  const requests = eventsOf(options);
  const method = oneOf(options.method, [...methods, ...Object.keys(fixed)], 'method', 'ode');
  const y0 = readStart(options.y0, system);
  const [from = NaN, to = NaN] = span;
  if (span.length !== 2)
    throw badOption(`the span has ${span.length} numbers`, 'it has a start and an end', 'write --span 0,10');
  if (isFixed(method)) {
    if (steps === undefined)
      throw badOption(
        `--method ${method} is used without --steps`,
        'its steps have one size',
        'write --steps 1000, for example',
      );
    if ([rtol, atol, maxStep, points].some((option) => option !== undefined) || requests.length > 0)
      throw badOption(
        `--method ${method} is used with options of other methods`,
        'its steps are set by --steps alone',
        'leave --rtol, --atol, --max-step, --points and events out',
      );
    return { ...fixed[method](system, span, y0, { steps }), message: `${steps} steps of one size` };
  }
  if (steps !== undefined)
    throw badOption(
      `--steps is used with the method ${method}`,
      'which chooses its steps itself',
      `leave it out, or use --method ${Object.keys(fixed).join(', ')}`,
    );
  const solution = solveIvp(system, span, y0, {
    method: oneOf(method, methods, 'method', 'ode'),
    denseOutput: needsDenseOutput,
    ...(requests.length > 0 && { events: readEventOptions(requests, system, { span, y0 }) }),
    ...(rtol !== undefined && { rtol }),
    ...(atol !== undefined && { atol }),
    ...(maxStep !== undefined && { maxStep }),
    ...(points !== undefined && { tEval: spaced(from, to, points) }),
  });
  if (!solution.success) throw endsEarly(solution, to);
  return solution;
}

/** The expressions of `--event` and `--until`. */
export function eventsOf({
  event = [],
  until,
}: Pick<SolveCommandOptions, 'event' | 'until'>): readonly EventOption[] {
  const requests = event.map((expression) => ({ expression, isTerminal: false }));
  return until === undefined ? requests : [...requests, { expression: until, isTerminal: true }];
}

/** `count` equally spaced times from start to end, both included. */
function spaced(from: number, to: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) =>
    index === count - 1 ? to : from + ((to - from) * index) / (count - 1),
  );
}

/** Reads `--y0`: values in the order of the states, or by their names. */
function readStart(text: string, system: CompiledSystem): Float64Array {
  const parts = text.split(',').map((part) => part.trim());
  const wanted = system.names.map(decodePrimes).join(', ');
  const value = (part: string) => {
    const number = part === '' ? NaN : Number(part);
    if (Number.isFinite(number)) return number;
    throw badOption(
      `--y0 has ${JSON.stringify(part)}`,
      `it must be numbers, one for each of ${wanted}`,
      `write --y0 ${system.names.map(() => '1').join(',')}, for example`,
    );
  };
  if (!text.includes('=')) {
    const values = parts.map(value);
    if (values.length === system.size) return Float64Array.from(values);
    throw badOption(
      `--y0 has ${values.length} values`,
      `the system has ${system.size}: ${wanted}`,
      'pass one for each',
    );
  }
  const named = parts.map((part): [string, number] => {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(at, 0)).trim();
    return [oneOf(name, system.names.map(decodePrimes), 'state', 'ode'), value(part.slice(at + 1).trim())];
  });
  const values = new Map(named);
  return Float64Array.from(system.names, (state) => {
    const start = values.get(decodePrimes(state));
    if (start !== undefined) return start;
    throw badOption(`--y0 lacks ${decodePrimes(state)}`, `the states are ${wanted}`, 'pass a value for each');
  });
}

function badOption(actual: string, expected: string, remedy: string): ArgumentError {
  return new ArgumentError({ code: 'unfit-option', operation: 'ode', actual, expected, remedy });
}

function endsEarly({ t, message }: OdeSolution, to: number): DataError {
  const last = t.at(-1) ?? NaN;
  return new DataError({
    code: 'ends-early',
    operation: 'ode',
    actual: `the solution ends at t = ${last}`,
    expected: `the span is to ${to} (${message})`,
    remedy: `end the span before ${Number(last.toPrecision(4))}, or try --method Radau`,
  });
}
