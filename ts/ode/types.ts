import type { ArrayLike as ArrayInput, InputArray } from '../array.js';
import type { Method } from '../backend/ode/request.js';
import type { Rows } from './rows.js';

/** A derivative: one value for each component of y; a bare number for a single equation. */
export type Derivative = ArrayLike<number> | InputArray | number;

/**
 * y' = f(t, y): returns the derivative, or, declared with a third parameter `dy`, writes into that, which is faster.
 * The next call gets the same two arrays: copy values that are to be kept.
 */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a function that writes returns nothing
export type OdeFunction = (t: number, y: Float64Array, dy: Float64Array) => Derivative | void;

/** Types of the values of `args`, in their order. */
export type Arguments = readonly [unknown, ...unknown[]];

/** A right-hand side that returns the derivative, and takes the values of `args` after t and y. */
export type OdeFunctionWith<Args extends Arguments> = (
  t: number,
  y: Float64Array,
  ...args: Args
) => Derivative;

/** A right-hand side that writes the derivative into `dy`, and takes the values of `args` after it. */
export type OdeWriterWith<Args extends Arguments> = (
  t: number,
  y: Float64Array,
  dy: Float64Array,
  ...args: Args
) => void;

/** An event: a function whose roots along the solution are located. */
export interface EventFunction<Args extends readonly unknown[] = []> {
  (t: number, y: Float64Array, ...args: Args): number;
  /** Whether the solve ends at a root: false (default) never, true at the first one, n at the n-th. */
  terminal?: boolean | number;
  /** Which roots count: positive, where the function rises; negative, where it falls; 0 (default) both. */
  direction?: number;
}

/** An event as an object, for those who do not want to give properties to a function. */
export interface EventObject<Args extends readonly unknown[] = []> {
  readonly event: (t: number, y: Float64Array, ...args: Args) => number;
  readonly terminal?: boolean | number;
  readonly direction?: number;
}

export type OdeEvent<Args extends readonly unknown[] = []> = EventFunction<Args> | EventObject<Args>;

/** The Jacobian ∂fᵢ/∂yⱼ: one row for each equation, or `{ data, shape: [n, n] }`. */
export type JacobianFunction<Args extends readonly unknown[] = []> = (
  t: number,
  y: Float64Array,
  ...args: Args
) => ArrayInput;

export interface SolveOptions<Args extends readonly unknown[] = []> {
  /** `RK45` by default; `Radau` and `BDF` are for stiff systems. */
  readonly method?: Method;
  /** Relative tolerance, 1e-3 by default: one for all components, or one for each. */
  readonly rtol?: number | ArrayInput;
  /** Absolute tolerance, 1e-6 by default: one for all components, or one for each. */
  readonly atol?: number | ArrayInput;
  /** Size of the first step; estimated from the derivatives at the start by default. */
  readonly firstStep?: number;
  /** Longest step, without limit by default. */
  readonly maxStep?: number;
  /** Most steps, without limit by default; the solve then ends with status −1. */
  readonly maxSteps?: number;
  /** Times at which the solution is stored, in the order of integration; by default after each step. */
  readonly tEval?: ArrayInput;
  /** Whether the solution gets `sol`, itself as a function of time; false by default. */
  readonly denseOutput?: boolean;
  /** One event or several. */
  readonly events?: OdeEvent<Args> | readonly OdeEvent<Args>[];
  /** Further arguments of `fun`, `jac` and events, passed after their other ones. */
  readonly args?: Args;
  /** Jacobian of `fun` for `Radau` and `BDF`: a function, or a constant matrix; by default finite differences. */
  readonly jac?: JacobianFunction<Args> | ArrayInput;
  /** Called after every step with the time and the values at its end; y is a copy. */
  readonly onStep?: (t: number, y: Float64Array) => void;
  /** Once it is aborted, the solve stops after the current step, with status −1 and the solution so far. */
  readonly signal?: Pick<AbortSignal, 'aborted'>;
}

/** The solution as a function of time, from `tMin` to `tMax`; beyond them the polynomial of the nearest step. */
export interface OdeInterpolant {
  /** The values of all components at one time. */
  (t: number): Float64Array;
  /** The values at many times, of shape [components, times], as `y` of the solution. */
  (t: ArrayInput): Rows;
  readonly tMin: number;
  readonly tMax: number;
}

export interface OdeSolution<Sol = OdeInterpolant | undefined> {
  /** Times: those of `tEval`, or the start and the end of each step. */
  readonly t: Float64Array;
  /** Values, of shape [components, times]: `y[i]` is the i-th component over time. */
  readonly y: Rows;
  /** The solution as a function of time; undefined without `denseOutput`. */
  readonly sol: Sol;
  /** For each event, the times at which it occurred; undefined without events. */
  readonly tEvents: readonly Float64Array[] | undefined;
  /** For each event, the values at these times, of shape [times, components]; undefined without events. */
  readonly yEvents: readonly Rows[] | undefined;
  /** Number of evaluations of the right-hand side. */
  readonly nfev: number;
  /** Number of evaluations of the Jacobian. */
  readonly njev: number;
  /** Number of LU decompositions. */
  readonly nlu: number;
  /** 0: the end was reached; 1: an event ended the solve; −1: the solve failed or was stopped, `message` says why. */
  readonly status: -1 | 0 | 1;
  /** Why the solve ended, as a sentence. */
  readonly message: string;
  /** Whether the solve reached the end or an event that ends it: `status` is not negative. */
  readonly success: boolean;
}
