import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { readArray, readVector } from './input.js';

/** What `solveIvp`, `euler` and the others answer, or anything with times and one row of values a component. */
export interface SolutionLike {
  readonly t: ArrayLike<number>;
  readonly y:
    readonly ArrayLike<number>[] | { readonly data: Float64Array; readonly shape: readonly number[] };
  /** The solution between its steps, for a smooth curve. */
  readonly sol?: ((t: number) => Float64Array) | undefined;
  readonly tEvents?: readonly ArrayLike<number>[] | undefined;
  readonly yEvents?: readonly (readonly ArrayLike<number>[])[] | undefined;
}

/** One solution, several in a list, or several by name. */
export type Solutions = SolutionLike | readonly SolutionLike[] | Readonly<Record<string, SolutionLike>>;

export interface NamedSolution {
  /** '' for a single one. */
  readonly label: string;
  readonly t: Float64Array;
  /** One row a component. */
  readonly y: readonly Float64Array[];
  readonly sol: ((t: number) => Float64Array) | undefined;
  readonly events: readonly EventPoints[];
}

export interface EventPoints {
  readonly t: Float64Array;
  /** The values at each time, or undefined where only times are known. */
  readonly y: readonly ArrayLike<number>[] | undefined;
}

/** Reads whatever the pictures of solutions accept. */
export function readSolutions(solutions: unknown, operation: string): NamedSolution[] {
  if (isSolution(solutions)) return [readSolution(solutions, '', 'the solution', operation)];
  const isList = Array.isArray(solutions);
  const entries =
    typeof solutions === 'object' && solutions !== null
      ? Object.entries(solutions as Record<string, unknown>)
      : [];
  const named = entries.flatMap(([name, one]) => {
    const label = isList ? `solution ${Number(name) + 1}` : name;
    return isSolution(one) ? [readSolution(one, label, label, operation)] : [];
  });
  if (named.length === entries.length && named.length > 0) return checkSizes(named, operation);
  throw new ArgumentError({
    code: 'not-a-solution',
    operation,
    actual: entries.length > 0 ? 'not every entry is a solution' : `the solution is ${show(solutions)}`,
    expected: 'it must have times t and values y, one row a component',
    remedy: 'pass what solveIvp answers, or { Euler: solution1, RK45: solution2 }',
  });
}

function isSolution(value: unknown): value is SolutionLike {
  if (typeof value !== 'object' || value === null || !('t' in value) || !('y' in value)) return false;
  const { t, y } = value;
  return typeof t === 'object' && t !== null && 'length' in t && typeof y === 'object' && y !== null;
}

function readSolution(solution: SolutionLike, label: string, name: string, operation: string): NamedSolution {
  const t = readVector(solution.t, `t of ${name}`, operation);
  const { data, shape } = readArray(solution.y, `y of ${name}`, operation);
  const [rows = 0, columns = 1] = shape.length === 1 ? [1, data.length] : shape;
  if (shape.length > 2 || columns !== t.length || rows === 0) {
    throw new ShapeError({
      code: 'solution-shape',
      operation,
      actual: `y of ${name} has shape [${shape.join(', ')}]`,
      expected: `it must be [components, ${t.length}], as there are ${t.length} times`,
      remedy: 'pass one row a component, as solveIvp answers them',
    });
  }
  const { sol, tEvents = [], yEvents } = solution;
  return {
    label,
    t,
    y: Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns)),
    sol: typeof sol === 'function' ? sol : undefined,
    events: tEvents.map((times, index) => ({ t: Float64Array.from(times), y: yEvents?.[index] })),
  };
}

function checkSizes(solutions: NamedSolution[], operation: string): NamedSolution[] {
  const sizes = solutions.map(({ y }) => y.length);
  if (new Set(sizes).size === 1) return solutions;
  throw new ShapeError({
    code: 'components',
    operation,
    actual: `the solutions have ${sizes.join(', ')} components`,
    expected: 'those of one picture have the same',
    remedy: 'draw systems of different sizes in pictures of their own',
  });
}

/** Fewer steps than this are joined by the dense output, where there is one. */
const SMOOTH = 400;

/** The solution at enough times for a smooth curve, if it can be had between its steps. */
export function smooth({ t, y, sol }: NamedSolution): { t: Float64Array; y: readonly Float64Array[] } {
  const [start = 0, end = 0] = [t[0], t.at(-1)];
  if (!sol || t.length >= SMOOTH || t.length < 2) return { t, y };
  const between = Float64Array.from({ length: SMOOTH }, (_, i) => start + ((end - start) * i) / (SMOOTH - 1));
  const times = new Float64Array([...between, ...t]).sort();
  const values = Array.from(times, (time) => sol(time));
  return { t: times, y: y.map((_, row) => Float64Array.from(values, (value) => value[row] ?? NaN)) };
}
