import type { ArrayLike as ArrayInput, InputArray, NdArray } from '../array.js';
import type { Method } from '../backend/ode/request.js';

/** A derivative: one value for each component of y, or a bare number for one equation. */
export type Derivative = ArrayLike<number> | InputArray | number;

/**
 * y' = f(t, y): returns the derivative, or, declared with the parameter `dy`, writes into it, which is the fast form.
 * Both arrays are used again in the next call: copy what is to be kept.
 */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a function that writes returns nothing
export type OdeFunction = (t: number, y: Float64Array, dy: Float64Array) => Derivative | void;

/** Values of `args`, with their types in order. */
export type Arguments = readonly [unknown, ...unknown[]];

/** A right-hand side that returns the derivative and takes the values of `args` at the end. */
export type OdeFunctionWith<Args extends Arguments> = (
  t: number,
  y: Float64Array,
  ...args: Args
) => Derivative;

/** One that writes it into `dy`. */
export type OdeWriterWith<Args extends Arguments> = (
  t: number,
  y: Float64Array,
  dy: Float64Array,
  ...args: Args
) => void;

/** A function whose roots along the solution are wanted. */
export interface EventFunction<Args extends readonly unknown[] = []> {
  (t: number, y: Float64Array, ...args: Args): number;
  /** Whether the solve ends there: never (the default), at the first occurrence, or at the n-th. */
  terminal?: boolean | number;
  /** Positive: only roots from negative to positive; negative: the other way; 0, the default: both. */
  direction?: number;
}

/** An event as an object, where properties of a function are unhandy. */
export interface EventObject<Args extends readonly unknown[] = []> {
  readonly event: (t: number, y: Float64Array, ...args: Args) => number;
  readonly terminal?: boolean | number;
  readonly direction?: number;
}

export type OdeEvent<Args extends readonly unknown[] = []> = EventFunction<Args> | EventObject<Args>;

/** ∂f/∂y as rows, or as `{ data, shape: [n, n] }`. */
export type JacobianFunction<Args extends readonly unknown[] = []> = (
  t: number,
  y: Float64Array,
  ...args: Args
) => ArrayInput;

export interface SolveOptions<Args extends readonly unknown[] = []> {
  /** `RK45` unless another is named; `Radau` and `BDF` for stiff systems. */
  readonly method?: Method;
  /** Relative tolerance, 1e-3 by default: one for all components, or one each. */
  readonly rtol?: number | ArrayInput;
  /** Absolute tolerance, 1e-6 by default: one for all components, or one each. */
  readonly atol?: number | ArrayInput;
  /** Size of the first step; chosen from the system unless given. */
  readonly firstStep?: number;
  /** Longest step, without limit by default. */
  readonly maxStep?: number;
  /** Most steps, without limit by default; the solve then ends with status −1. */
  readonly maxSteps?: number;
  /** Times at which the solution is wanted, in the order of integration; by default at each step. */
  readonly tEval?: ArrayInput;
  /** Whether `sol`, the solution as a function of time, is made. */
  readonly denseOutput?: boolean;
  /** One event or several. */
  readonly events?: OdeEvent<Args> | readonly OdeEvent<Args>[];
  /** Further arguments of the functions. */
  readonly args?: Args;
  /** Jacobian of the right-hand side for `Radau` and `BDF`: a function, or a constant matrix; finite differences otherwise. */
  readonly jac?: JacobianFunction<Args> | ArrayInput;
  /** Called after every step with its end; y is a copy. */
  readonly onStep?: (t: number, y: Float64Array) => void;
  /** Stops the solve after a step, with status −1 and the solution so far. */
  readonly signal?: Pick<AbortSignal, 'aborted'>;
}

/** Rows that are also one array of the shape [rows, columns]: `y[i]` is the i-th row, `y.data` all of them. */
export type Rows = readonly Float64Array[] & NdArray<Float64Array>;

/** The solution as a function of time, between the first and the last. */
export interface OdeInterpolant {
  /** All components at one time. */
  (t: number): Float64Array;
  /** One row a component at many times, as `y` of the solution. */
  (t: ArrayInput): Rows;
  readonly tMin: number;
  readonly tMax: number;
}

export interface OdeSolution<Sol = OdeInterpolant | undefined> {
  /** Times. */
  readonly t: Float64Array;
  /** Values, of shape [components, times]: `y[i]` is the i-th component over time. */
  readonly y: Rows;
  /** The solution as a function of time; undefined without `denseOutput`. */
  readonly sol: Sol;
  /** For each event, the times at which it occurred; undefined without events. */
  readonly tEvents: readonly Float64Array[] | undefined;
  /** For each event, the values there, of shape [times, components]; undefined without events. */
  readonly yEvents: readonly Rows[] | undefined;
  /** Evaluations of the right-hand side. */
  readonly nfev: number;
  /** Evaluations of the Jacobian. */
  readonly njev: number;
  /** LU decompositions. */
  readonly nlu: number;
  /** 0: the end was reached; 1: an event ended the solve; −1: it failed or was stopped, `message` says why. */
  readonly status: -1 | 0 | 1;
  readonly message: string;
  /** Whether `status` is not negative. */
  readonly success: boolean;
}
