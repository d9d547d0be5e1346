/** Why a solve ended, in the order of the codes in the kernels. */
const ends = ['finished', 'event', 'stepTooSmall', 'notANumber', 'maxSteps', 'interrupted'] as const;

/** How the numbers of a segment make a value, in the order of the codes in the kernels. */
export const forms = ['constant', 'rungeKutta', 'dop853', 'radau', 'bdf'] as const;

export interface RawSolution {
  readonly end: (typeof ends)[number];
  readonly nfev: number;
  readonly njev: number;
  readonly nlu: number;
  /** Accepted steps. */
  readonly steps: number;
  /** Number of equations. */
  readonly n: number;
  readonly t: Float64Array;
  /** Row-major, one row of points a component. */
  readonly y: Float64Array;
  readonly events: readonly Occurrences[];
  /** Ends of the segments; empty without dense output. */
  readonly knots: Float64Array;
  readonly segments: readonly Segment[];
}

export interface Occurrences {
  readonly t: Float64Array;
  /** Row-major, one row of components a time. */
  readonly y: Float64Array;
}

/** The interpolant over one step. */
export interface Segment {
  readonly form: (typeof forms)[number];
  readonly tOld: number;
  readonly t: number;
  /** As `crates/kernels/src/ode/dense_output.rs` describes them. */
  readonly numbers: Float64Array;
}

/** Reads what `crates/kernels/src/ode/solution.rs` writes; the arrays are views of it. */
export function decodeSolution(numbers: Float64Array): RawSolution {
  let at = 0;
  const take = (count: number) => numbers.subarray(at, (at += count));
  const [end = 0, nfev = 0, njev = 0, nlu = 0, steps = 0, n = 0, points = 0, events = 0, knots = 0] = take(9);
  return {
    end: ends[end] ?? 'interrupted',
    nfev,
    njev,
    nlu,
    steps,
    n,
    t: take(points),
    y: take(points * n),
    events: Array.from({ length: events }, () => {
      const [count = 0] = take(1);
      return { t: take(count), y: take(count * n) };
    }),
    knots: take(knots),
    segments: Array.from({ length: Math.max(knots - 1, 0) }, () => {
      const [form = 0, tOld = 0, t = 0, count = 0] = take(4);
      return { form: forms[form] ?? 'constant', tOld, t, numbers: take(count) };
    }),
  };
}
