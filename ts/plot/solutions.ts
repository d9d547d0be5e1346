import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { readArray, readNamed, readVector } from './input.js';

/** What `solveIvp`, `euler` and the other solvers return, or any object with times and a row of values per component. */
export interface SolutionLike {
  /** Times. */
  readonly t: ArrayLike<number>;
  /** Values: one row for each component, or a matrix [components, times]. */
  readonly y:
    readonly ArrayLike<number>[] | { readonly data: Float64Array; readonly shape: readonly number[] };
  /** The solution between its steps, for a smooth curve. */
  readonly sol?: ((t: number) => Float64Array) | undefined;
  /** Times of the events, one list for each event function. */
  readonly tEvents?: readonly ArrayLike<number>[] | undefined;
  /** The solution at these times. */
  readonly yEvents?: readonly (readonly ArrayLike<number>[])[] | undefined;
}

/** One solution, several in a list, or several by name. */
export type Solutions = SolutionLike | readonly SolutionLike[] | Readonly<Record<string, SolutionLike>>;

export interface NamedSolution {
  /** Name of the solution; '' for a single one. */
  readonly label: string;
  readonly t: Float64Array;
  /** One row for each component. */
  readonly y: readonly Float64Array[];
  readonly sol: ((t: number) => Float64Array) | undefined;
  readonly events: readonly EventPoints[];
}

/** The roots of one event function. */
export interface EventPoints {
  readonly t: Float64Array;
  /** The solution at each time; undefined where only the times are known. */
  readonly y: readonly ArrayLike<number>[] | undefined;
}

/** Reads the solutions that pictures accept. */
export function readSolutions(solutions: unknown, operation: string): NamedSolution[] {
  if (isSolution(solutions)) return [readSolution(solutions, '', 'the solution', operation)];
  const { items, isAny } = readNamed(
    solutions,
    isSolution,
    (one, label) => readSolution(one, label, label, operation),
    'solution',
  );
  if (items) return checkSizes(items, operation);
  throw new ArgumentError({
    code: 'not-a-solution',
    operation,
    actual: isAny ? 'not every entry is a solution' : `the solution is ${show(solutions)}`,
    expected: 'it must have times t and values y, one row for each component',
    remedy: 'pass what solveIvp returns, or { Euler: solution1, RK45: solution2 }',
  });
}

function isSolution(value: unknown): value is SolutionLike {
  if (typeof value !== 'object' || value === null || !('t' in value) || !('y' in value)) return false;
  const { t, y } = value;
  return typeof t === 'object' && t !== null && 'length' in t && typeof y === 'object' && y !== null;
}

function readSolution(solution: SolutionLike, label: string, name: string, operation: string): NamedSolution {
  const t = readVector(solution.t, `t of ${name}`, operation);
  const y = readRows(solution.y, t.length, name, operation);
  const { sol, tEvents = [], yEvents } = solution;
  return {
    label,
    t,
    y,
    sol: typeof sol === 'function' ? sol : undefined,
    events: tEvents.map((times, index) => ({ t: Float64Array.from(times), y: yEvents?.[index] })),
  };
}

/** Reads the values as one row for each component, from a list of rows, a matrix, or the only row. */
function readRows(value: unknown, times: number, name: string, operation: string): Float64Array[] {
  const isList = Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === 'object');
  if (isList && !('data' in value)) {
    return value.map((row, i) => readVector(row, `y[${i}] of ${name}`, operation, times));
  }
  const { data, shape } = readArray(value, `y of ${name}`, operation);
  const [rows = 0, columns = 1] = shape.length === 1 ? [1, data.length] : shape;
  if (shape.length <= 2 && columns === times && rows > 0) {
    return Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns));
  }
  throw new ShapeError({
    code: 'solution-shape',
    operation,
    actual: `y of ${name} has shape [${shape.join(', ')}]`,
    expected: `it must be [components, ${times}], as there are ${times} times`,
    remedy: 'pass one row for each component, as solveIvp returns them',
  });
}

/** Refuses solutions with different numbers of components. */
function checkSizes(solutions: NamedSolution[], operation: string): NamedSolution[] {
  const sizes = solutions.map(({ y }) => y.length);
  if (new Set(sizes).size === 1) return solutions;
  throw new ShapeError({
    code: 'components',
    operation,
    actual: `the solutions have ${sizes.join(', ')} components`,
    expected: 'all solutions of a picture must have the same number',
    remedy: 'draw systems of different sizes in separate pictures',
  });
}

/** Number of times of a smooth curve; solutions of at least so many steps are joined by straight lines. */
const SMOOTH = 400;

/** The solution at enough times for a smooth curve, where it has dense output. */
export function smooth({ t, y, sol }: NamedSolution): { t: Float64Array; y: readonly Float64Array[] } {
  const [start = 0, end = 0] = [t[0], t.at(-1)];
  if (!sol || t.length >= SMOOTH || t.length < 2) return { t, y };
  const between = Float64Array.from({ length: SMOOTH }, (_, i) => start + ((end - start) * i) / (SMOOTH - 1));
  const times = new Float64Array([...between, ...t]).sort();
  const values = Array.from(times, (time) => sol(time));
  return { t: times, y: y.map((_, row) => Float64Array.from(values, (value) => value[row] ?? NaN)) };
}
