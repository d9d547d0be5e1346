/** A Float64Array, typed so that a problem of up to eight equations can destructure it. */
export type State = readonly [
  ...[number, number, number, number, number, number, number, number],
  ...number[],
];

/** An event, a function whose roots are located. */
export interface ProblemEvent {
  value: (t: number, y: State) => number;
  /** true: the first occurrence ends the solve; n: the n-th does. */
  terminal?: boolean | number;
  direction?: number;
}

/** An initial value problem; `make_ode_fixtures.py` solves the one of the same name with SciPy. */
export interface Problem {
  fun: (t: number, y: State) => number[];
  span: [t0: number, t1: number];
  y0: number[];
  /** The Jacobian: a function, or a constant matrix. */
  jac?: ((t: number, y: State) => number[][]) | number[][];
  events?: ProblemEvent[];
  maxStep?: number;
  firstStep?: number;
  /** How closely the results can agree with SciPy's; `agreement.ts` has the tolerances. */
  agreement: Agreement;
}

/**
 * - `exact`: bitwise identical. The right-hand side consists of + − × ÷ √, and BLAS computes its sums in an order that
 *   the kernels follow.
 * - `rounded`: a single equation, whose sums BLAS computes in an order that depends on their memory addresses; or
 *   `Math.sin`, which rounds differently from C's; or 30 equations, whose LU factors BLAS sums in blocks.
 */
export type Agreement = 'exact' | 'rounded';

export type Problems = Readonly<Record<string, Problem>>;
