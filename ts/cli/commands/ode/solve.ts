import { methods } from '../../../backend/ode/request.js';
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
import { shown } from './equations.js';
import { type EventRequest, readEvents } from './events.js';

export interface SolveOptions {
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

/** A solution as far as both kinds of methods have it. */
export type Solution = Pick<OdeSolution, 't' | 'y' | 'nfev' | 'message'> &
  Partial<Pick<OdeSolution, 'sol' | 'tEvents' | 'yEvents'>>;

/**
 * Solves the system as the options say.
 *
 * @param isDrawn whether the solution between the steps is needed, for a smooth curve
 * @throws ArgumentError for options that do not fit, DataError where the solution ends before the span does
 */
export function solve(system: CompiledSystem, options: SolveOptions, isDrawn: boolean): Solution {
  const { span, steps, points, rtol, atol, maxStep } = options;
  const requests = eventsOf(options);
  const method = oneOf(options.method, [...methods, ...Object.keys(fixed)], 'method', 'ode');
  const y0 = readStart(options.y0, system);
  const [from = NaN, to = NaN] = span;
  if (span.length !== 2)
    throw unfit(`the span has ${span.length} numbers`, 'it has a start and an end', 'write --span 0,10');
  if (isFixed(method)) {
    if (steps === undefined)
      throw unfit(
        `${method} came without --steps`,
        'it takes steps of one size',
        'write --steps 1000, for example',
      );
    if ([rtol, atol, maxStep, points].some((option) => option !== undefined) || requests.length > 0)
      throw unfit(
        `${method} came with options of other methods`,
        'its steps follow from --steps alone',
        'leave --rtol, --atol, --max-step, --points and events out',
      );
    return { ...fixed[method](system, span, y0, { steps }), message: `${steps} steps of one size` };
  }
  if (steps !== undefined)
    throw unfit(
      `--steps came with ${method}`,
      'it chooses its steps itself',
      `leave it out, or use --method ${Object.keys(fixed).join(', ')}`,
    );
  const solution = solveIvp(system, span, y0, {
    method: oneOf(method, methods, 'method', 'ode'),
    denseOutput: isDrawn,
    ...(requests.length > 0 && { events: readEvents(requests, system, { span, y0 }) }),
    ...(rtol !== undefined && { rtol }),
    ...(atol !== undefined && { atol }),
    ...(maxStep !== undefined && { maxStep }),
    ...(points !== undefined && { tEval: spaced(from, to, points) }),
  });
  if (!solution.success) throw endsEarly(solution, to);
  return solution;
}

/** What is looked for along the solution, as the options say. */
export function eventsOf({
  event = [],
  until,
}: Pick<SolveOptions, 'event' | 'until'>): readonly EventRequest[] {
  const marked = event.map((expression) => ({ expression, ends: false }));
  return until === undefined ? marked : [...marked, { expression: until, ends: true }];
}

/** `count` times from start to end, both included. */
function spaced(from: number, to: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) =>
    index === count - 1 ? to : from + ((to - from) * index) / (count - 1),
  );
}

/** Values in the order of the states, or by their names. */
function readStart(text: string, system: CompiledSystem): Float64Array {
  const parts = text.split(',').map((part) => part.trim());
  const wanted = system.names.map(shown).join(', ');
  const value = (part: string) => {
    const number = part === '' ? NaN : Number(part);
    if (Number.isFinite(number)) return number;
    throw unfit(
      `--y0 has ${JSON.stringify(part)}`,
      `it must be numbers, one for each of ${wanted}`,
      `write --y0 ${system.names.map(() => '1').join(',')}, for example`,
    );
  };
  if (!text.includes('=')) {
    const values = parts.map(value);
    if (values.length === system.size) return Float64Array.from(values);
    throw unfit(
      `--y0 has ${values.length} values`,
      `the system has ${system.size}: ${wanted}`,
      'pass one for each',
    );
  }
  const named = parts.map((part): [string, number] => {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(at, 0)).trim();
    return [oneOf(name, system.names.map(shown), 'state', 'ode'), value(part.slice(at + 1).trim())];
  });
  const values = new Map(named);
  return Float64Array.from(system.names, (state) => {
    const start = values.get(shown(state));
    if (start !== undefined) return start;
    throw unfit(`--y0 lacks ${shown(state)}`, `the states are ${wanted}`, 'pass a value for each');
  });
}

function unfit(actual: string, expected: string, remedy: string): ArgumentError {
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
