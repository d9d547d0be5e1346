import type { ArrayLike as ArrayInput, NdArray } from '../array.js';
import { encodeRequest } from '../backend/ode/request.js';
import { kernels } from '../backend/select.js';
import { checkOptions, integer, number, show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { type EnsembleParameters, parameterRows } from './ensembleParameters.js';
import { type RawOptions, readRequest } from './options.js';
import { CompiledSystem } from './system/compiledSystem.js';
import type { SolveOptions } from './types.js';

const OPERATION = 'solveEnsemble';

/** Options that mean the same as for `solveIvp`. */
type Shared = 'method' | 'rtol' | 'atol' | 'firstStep' | 'maxStep' | 'maxSteps' | 'tEval';
const shared: readonly Shared[] = ['method', 'rtol', 'atol', 'firstStep', 'maxStep', 'maxSteps', 'tEval'];

export interface EnsembleOptions extends Pick<SolveOptions, Shared> {
  /**
   * Shortest step: a trajectory that needs a shorter one fails. By default only a step that no longer changes t does.
   */
  readonly minStep?: number;
  /** Most evaluations: a trajectory that needs more fails; without limit by default. */
  readonly maxEvaluations?: number;
  /** Number of threads of the native backend; one for each core by default. The results do not depend on it. */
  readonly threads?: number;
}

/** Why a trajectory ended, in the order of the codes in the kernels. */
const terminations = [
  'finished',
  'event',
  'stepTooSmall',
  'notANumber',
  'maxSteps',
  'interrupted',
  'maxEvaluations',
] as const;

/** Why a trajectory ended: `finished`, or the reason of its failure. */
export type EnsembleEnd = Exclude<(typeof terminations)[number], 'event' | 'interrupted'>;

/** The solutions of an ensemble; each array has one entry, or one row, for each trajectory. */
export interface EnsembleSolution {
  /** Times at which `y` holds values: those of `tEval`, or the end of the interval alone. */
  readonly t: Float64Array;
  /** Values, of shape [trajectories, n], with `tEval` [trajectories, times, n]; NaN at times that were not reached. */
  readonly y: NdArray<Float64Array>;
  /** Time at which each trajectory ended: the end of the interval unless it failed. */
  readonly tEnd: Float64Array;
  /** 0: finished; −1: failed, for the reason that `end` names. */
  readonly status: Int8Array;
  /** Why each trajectory ended. */
  readonly end: readonly EnsembleEnd[];
  /** Whether all trajectories finished. */
  readonly success: boolean;
  /** Number of evaluations of the right-hand side. */
  readonly nfev: Uint32Array;
  /** Number of evaluations of the Jacobian. */
  readonly njev: Uint32Array;
  /** Number of LU decompositions. */
  readonly nlu: Uint32Array;
  /** Number of accepted steps. */
  readonly steps: Uint32Array;
}

/**
 * Solves one system from many initial values or with many sets of parameters.
 *
 * Explicit methods integrate eight trajectories side by side in vectors, each with step sizes of its own; the native
 * backend uses all cores. The values of a trajectory are bitwise identical to those that `solveIvp` gives it alone, its
 * counts the same, and the failure of one trajectory leaves the others as they are.
 *
 * @param system a compiled or built-in system
 * @param tSpan start and end of the interval
 * @param y0s initial values of shape [trajectories, n], or [n] for all trajectories
 * @param parameters an object of values for each trajectory, or one object whose values may be arrays; parameters
 * that are not named keep the system's value
 * @throws ArgumentError, ShapeError or DTypeError for arguments that do not fit, before anything is solved
 * @example
 * const y0s = Array.from({ length: 10_000 }, (_, i) => [10 + i / 1000, 5]);
 * const { y, nfev } = solveEnsemble(systems.lotkaVolterra(), [0, 10], y0s);
 * solveEnsemble(systems.lorenz(), [0, 20], [1, 1, 1], { rho: [14, 20, 28] }, { tEval: [10, 20] }).y.shape; // [3, 2, 3]
 */
export function solveEnsemble(
  system: CompiledSystem,
  tSpan: ArrayInput,
  y0s: ArrayInput,
  parameters: EnsembleParameters = {},
  options: EnsembleOptions = {},
): EnsembleSolution {
  checkSystem(system);
  checkOptions(options, [...shared, 'minStep', 'maxEvaluations', 'threads'], OPERATION);
  const { minStep = 0, maxEvaluations = Infinity, threads = 0 } = options;
  const starts = readStarts(y0s, system);
  const n = system.size;
  const known: RawOptions = Object.fromEntries(shared.map((name) => [name, options[name]]));
  const request = readRequest(tSpan, starts.subarray(0, n), known, OPERATION);
  number(minStep, 'minStep', OPERATION, { lowest: 0 });
  if (maxEvaluations !== Infinity) integer(maxEvaluations, 'maxEvaluations', OPERATION, 1);
  integer(threads, 'threads', OPERATION, 0);

  const rows = parameterRows(parameters, system, OPERATION);
  const count = commonCount(starts.length / n, rows.count);
  const numbers = kernels.solveEnsemble(
    system.model.numbers,
    rows.values,
    repeated(starts, count * n),
    encodeRequest({ ...request, events: [] }),
    Float64Array.of(minStep, maxEvaluations),
    threads,
  );
  return toSolution(numbers, count, n, request.t1, request.tEval);
}

function checkSystem(system: unknown): asserts system is CompiledSystem {
  if (system instanceof CompiledSystem) return;
  throw new DTypeError({
    code: 'not-a-system',
    operation: OPERATION,
    actual: `the system is ${show(system)}`,
    expected: 'an ensemble needs a system that runs without JavaScript',
    remedy: 'make one with system({ … }) or take one of systems; solveIvp takes functions',
  });
}

/** The initial values of `y0s`, row-major; a vector is one row. */
function readStarts(y0s: unknown, { size, names }: CompiledSystem): Float64Array {
  const { data, shape = [data.length] } = flatten(y0s, 'y0s', OPERATION);
  const isRow = shape.length === 1 || (shape.length === 2 && (shape[0] ?? 0) > 0);
  if (!isRow || shape.at(-1) !== size) {
    throw new ShapeError({
      code: 'y0s-shape',
      operation: OPERATION,
      actual: `y0s has shape ${shapeText(shape)}`,
      expected: `the system has ${size} states (${names.join(', ')})`,
      remedy: `pass initial values of shape [trajectories, ${size}]`,
    });
  }
  const values = Float64Array.from(data);
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index === -1) return values;
  throw new ArgumentError({
    code: 'not-finite',
    operation: OPERATION,
    actual: `y0s[${Math.floor(index / size)}][${index % size}] is ${String(values[index])}`,
    expected: 'all initial values must be finite',
    remedy: 'check the computation that it comes from',
  });
}

/** Number of trajectories: that of initial values and of parameter sets, of which a single one counts for all. */
function commonCount(starts: number, parameters: number): number {
  if (starts === parameters || parameters === 1) return starts;
  if (starts === 1) return parameters;
  throw new ShapeError({
    code: 'ensemble-size',
    operation: OPERATION,
    actual: `there are ${starts} initial values and ${parameters} sets of parameters`,
    expected: 'there must be equally many, or only one of either',
    remedy: 'pass one set of parameters for each row of y0s',
  });
}

function repeated(row: Float64Array, length: number): Float64Array {
  return row.length === length ? row : Float64Array.from({ length }, (_, i) => row[i % row.length] ?? 0);
}

/**
 * Reads the numbers that `crates/kernels/src/ode/ensemble` writes: for each trajectory six statistics (termination,
 * nfev, njev, nlu, steps, time of its end), then its values.
 */
function toSolution(
  numbers: Float64Array,
  count: number,
  n: number,
  t1: number,
  tEval: Float64Array | undefined,
): EnsembleSolution {
  const STATISTICS = 6;
  const points = tEval?.length ?? 1;
  const stride = STATISTICS + points * n;
  const data = new Float64Array(count * points * n);
  for (let i = 0; i < count; i++) {
    data.set(numbers.subarray(i * stride + STATISTICS, (i + 1) * stride), i * points * n);
  }
  const statistic = (index: number) =>
    Float64Array.from({ length: count }, (_, i) => numbers[i * stride + index] ?? NaN);
  const codes = statistic(0);
  return {
    t: tEval ?? Float64Array.of(t1),
    y: { data, shape: tEval ? [count, points, n] : [count, n] },
    tEnd: statistic(5),
    status: Int8Array.from(codes, (code) => (code === 0 ? 0 : -1)),
    end: Array.from(codes, (code) => (terminations[code] ?? 'stepTooSmall') as EnsembleEnd),
    success: codes.every((code) => code === 0),
    nfev: Uint32Array.from(statistic(1)),
    njev: Uint32Array.from(statistic(2)),
    nlu: Uint32Array.from(statistic(3)),
    steps: Uint32Array.from(statistic(4)),
  };
}
