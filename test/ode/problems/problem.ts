/** A Float64Array, typed so that a problem of up to eight equations can take it apart. */
export type State = readonly [
  ...[number, number, number, number, number, number, number, number],
  ...number[],
];

/** A function whose roots are wanted. */
export interface ProblemEvent {
  value: (t: number, y: State) => number;
  /** The solve ends with the first occurrence, or with this many. */
  terminal?: boolean | number;
  direction?: number;
}

/** An initial value problem that `make_ode_fixtures.py` has solved with SciPy, by the same name. */
export interface Problem {
  fun: (t: number, y: State) => number[];
  span: [t0: number, t1: number];
  y0: number[];
  /** A function, or a constant matrix. */
  jac?: ((t: number, y: State) => number[][]) | number[][];
  events?: ProblemEvent[];
  maxStep?: number;
  firstStep?: number;
  /** How closely the results can agree with SciPy's; see the table in `tolerances.ts`. */
  agreement: Agreement;
}

/**
 * - `exact`: the right-hand side consists of + − × ÷ √, and BLAS takes its sums in an order that can be followed: the
 *   same bits.
 * - `rounded`: a single equation, whose sums BLAS takes in an order that depends on where they lie in memory; or
 *   `Math.sin`, which rounds differently from C's; or 30 equations, whose LU factors are summed in blocks.
 */
export type Agreement = 'exact' | 'rounded';

export type Problems = Readonly<Record<string, Problem>>;
