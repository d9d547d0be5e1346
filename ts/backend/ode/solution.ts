/** Why a solve ended, in the order of the codes in the kernels. */
const terminations = ['finished', 'event', 'stepTooSmall', 'notANumber', 'maxSteps', 'interrupted'] as const;

/** How an interpolant's numbers are evaluated, in the order of the codes in the kernels. */
const interpolantKinds = ['constant', 'rungeKutta', 'dop853', 'radau', 'bdf'] as const;

/** A solution as the kernels return it. */
export interface RawSolution {
  readonly termination: (typeof terminations)[number];
  readonly nfev: number;
  readonly njev: number;
  readonly nlu: number;
  /** Number of accepted steps. */
  readonly steps: number;
  /** Number of equations. */
  readonly n: number;
  readonly t: Float64Array;
  /** Row-major, of shape [n, points]. */
  readonly y: Float64Array;
  readonly events: readonly Occurrences[];
  /** Times at which one interpolant ends and the next begins, with start and end; empty without dense output. */
  readonly knots: Float64Array;
  /** One interpolant between each pair of neighbouring knots. */
  readonly interpolants: readonly LocalInterpolant[];
}

/** The occurrences of one event. */
export interface Occurrences {
  readonly t: Float64Array;
  /** Row-major, of shape [times, n]. */
  readonly y: Float64Array;
}

/** The interpolant over one step, from `tOld` to `t`. */
export interface LocalInterpolant {
  readonly kind: (typeof interpolantKinds)[number];
  readonly tOld: number;
  readonly t: number;
  /** Coefficients, in the layout that `crates/kernels/src/ode/dense_output.rs` describes. */
  readonly numbers: Float64Array;
}

/** Reads the numbers that `crates/kernels/src/ode/solution.rs` writes; the arrays are views of them. */
export function decodeSolution(numbers: Float64Array): RawSolution {
  let at = 0;
  const take = (count: number) => numbers.subarray(at, (at += count));
  const [code = 0, nfev = 0, njev = 0, nlu = 0, steps = 0, n = 0, points = 0, events = 0, knots = 0] =
    take(9);
  return {
    termination: terminations[code] ?? 'interrupted',
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
    interpolants: Array.from({ length: Math.max(knots - 1, 0) }, () => {
      const [kind = 0, tOld = 0, t = 0, count = 0] = take(4);
      return { kind: interpolantKinds[kind] ?? 'constant', tOld, t, numbers: take(count) };
    }),
  };
}
