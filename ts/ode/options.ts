import { methods, type SolveRequest } from '../backend/ode/request.js';
import { warn } from '../backend/select.js';
import { boolean, checkOptions, integer, number, oneOf, show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { finiteVector, vector } from './inputs.js';
import type { SolveOptions } from './types.js';

/** The defaults of SciPy's `solve_ivp`. */
const DEFAULTS = { method: 'RK45', rtol: 1e-3, atol: 1e-6 } as const;

/** The least relative tolerance, SciPy's: below it rounding exceeds the error that is controlled. */
const LOWEST_RTOL = 100 * Number.EPSILON;

const names: readonly (keyof SolveOptions)[] = [
  'method',
  'rtol',
  'atol',
  'firstStep',
  'maxStep',
  'maxSteps',
  'tEval',
  'denseOutput',
  'events',
  'args',
  'jac',
  'onStep',
  'signal',
];

/** Options as they come from JavaScript, whose values may have any type. */
export type RawOptions = Readonly<Partial<Record<keyof SolveOptions, unknown>>>;

/** Checks all options but the functions, and fills in the defaults. */
export function readRequest(
  span: unknown,
  y0: unknown,
  options: RawOptions,
  operation: string,
): Omit<SolveRequest, 'events'> {
  checkOptions(options, names, operation);
  const { method = DEFAULTS.method, firstStep, maxStep, maxSteps, denseOutput = false } = options;
  const [t0, t1] = readSpan(span, operation);
  const start = finiteVector(y0, 'y0', operation);
  return {
    method: oneOf(method, methods, 'method', operation),
    t0,
    t1,
    y0: start,
    rtol: raised(tolerance(options.rtol ?? DEFAULTS.rtol, 'rtol', start.length, operation)),
    atol: notNegative(tolerance(options.atol ?? DEFAULTS.atol, 'atol', start.length, operation), operation),
    firstStep: isAbsent(firstStep) ? undefined : readFirstStep(firstStep, Math.abs(t1 - t0), operation),
    maxStep: isAbsent(maxStep) ? Infinity : positive(maxStep, 'maxStep', operation),
    maxSteps:
      isAbsent(maxSteps) || maxSteps === Infinity ? Infinity : integer(maxSteps, 'maxSteps', operation, 1),
    tEval: isAbsent(options.tEval) ? undefined : readTimes(options.tEval, t0, t1, operation),
    denseOutput: boolean(denseOutput, 'denseOutput', operation),
  };
}

const isAbsent = (value: unknown) => value === undefined || value === null;

/** The option `args`: further arguments of the functions. */
export function readArgs(args: unknown, operation: string): readonly unknown[] {
  if (isAbsent(args)) return [];
  if (Array.isArray(args)) return args;
  throw new ArgumentError({
    code: 'args',
    operation,
    actual: `args is ${show(args)}`,
    expected: 'it must be an array of further arguments',
    remedy: 'pass args: [value], even for a single argument',
  });
}

/** The interval [t0, t1]. Its end may be infinite, as an event may end the solve. */
export function readSpan(span: unknown, operation: string): readonly [number, number] {
  const [t0 = NaN, t1 = NaN, ...rest] = vector(span, 'tSpan', operation);
  if (rest.length === 0 && Number.isFinite(t0) && !Number.isNaN(t1)) return [t0, t1];
  throw new ArgumentError({
    code: 't-span',
    operation,
    actual: `tSpan is [${[t0, t1, ...rest].join(', ')}]`,
    expected: 'it must be two numbers, of which the first is finite',
    remedy: 'pass the start and the end of the interval, such as [0, 10]',
  });
}

/** A tolerance: one number for all components, or one for each. */
function tolerance(value: unknown, name: string, n: number, operation: string): Float64Array {
  if (typeof value === 'number') return Float64Array.of(number(value, name, operation));
  const values = finiteVector(value, name, operation);
  if (values.length === n) return values;
  throw new ShapeError({
    code: 'tolerance-length',
    operation,
    actual: `${name} has ${values.length} values`,
    expected: `y has ${n}`,
    remedy: 'pass one number for all components, or one for each',
  });
}

/** Relative tolerances, those below the least one raised to it with a warning, as SciPy's `validate_tol` does. */
function raised(rtol: Float64Array): Float64Array {
  if (rtol.every((value) => value >= LOWEST_RTOL)) return rtol;
  warn(
    new Error(`solveIvp: rtol is too small and is raised to ${LOWEST_RTOL}, 100 times the machine epsilon`),
  );
  return rtol.map((value) => Math.max(value, LOWEST_RTOL));
}

function notNegative(atol: Float64Array, operation: string): Float64Array {
  for (const value of atol) number(value, 'atol', operation, { lowest: 0 });
  return atol;
}

function readFirstStep(value: unknown, length: number, operation: string): number {
  const step = positive(value, 'firstStep', operation);
  return number(step, 'firstStep', operation, { highest: length });
}

function positive(value: unknown, name: string, operation: string): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new ArgumentError({
    code: 'not-positive',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be a number above 0',
    remedy: `pass a positive number as ${name}, or leave it out`,
  });
}

/** The option `tEval`: times within the interval, in the order of integration. */
function readTimes(value: unknown, t0: number, t1: number, operation: string): Float64Array {
  const times = vector(value, 'tEval', operation);
  const [low, high] = [Math.min(t0, t1), Math.max(t0, t1)];
  const direction = Math.sign(t1 - t0);
  times.forEach((t, i) => {
    if (!(t >= low && t <= high)) {
      throw tEvalError(`tEval[${i}] is ${t}`, `the interval is from ${t0} to ${t1}`, operation);
    }
    if (i > 0 && direction !== 0 && !(direction * (t - (times[i - 1] ?? NaN)) > 0)) {
      const order = direction > 0 ? 'increase' : 'decrease';
      throw tEvalError(
        `tEval[${i}] is ${t} after ${times[i - 1] ?? NaN}`,
        `the times must ${order}`,
        operation,
      );
    }
  });
  return times;
}

function tEvalError(actual: string, expected: string, operation: string): ArgumentError {
  const remedy = 'pass times within the interval, sorted in the direction of integration, none of them twice';
  return new ArgumentError({ code: 't-eval', operation, actual, expected, remedy });
}
