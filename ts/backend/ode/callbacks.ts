/** The functions of one solve, already checked by the facade. JavaScript owns all arrays that they get. */
export interface SystemFunctions {
  /** Writes f(t, y) into `dy`. */
  readonly rhs?: RightHandSide;
  /** Writes ∂f/∂y into `out`, row-major. */
  readonly jacobian?: (t: number, y: Float64Array, out: Float64Array) => void;
  readonly constantJacobian?: boolean;
  readonly event?: (index: number, t: number, y: Float64Array) => number;
  /** Called after each accepted step; returns whether the solve continues. */
  readonly accepted?: (t: number, y: Float64Array) => boolean;
}

/** From this many values on, `TypedArray.set` copies faster than a loop. */
const SET_THRESHOLD = 48;

/**
 * A `Float64Array` as the target of a copy: its elements are typed `unknown`, so that `to[i] = from[i]` needs no check
 * for undefined.
 */
type CopyTarget = Record<number, unknown>;

export type RightHandSide = (t: number, y: Float64Array, dy: Float64Array) => unknown;

/**
 * What WebAssembly calls during a solve (`crates/wasm/src/ode/callbacks.rs`). Each solve has an object of its own, so that a
 * right-hand side may itself solve.
 *
 * Nothing is thrown through WebAssembly, whose stack would not be unwound: each method catches, keeps the exception in
 * `failure` and returns 0; `withCallbacks` throws it again once the kernels have returned.
 *
 * States are copied from WebAssembly's memory into arrays that JavaScript owns, and derivatives back, because memory
 * may grow in a callback, which detaches every view of it. Parameters that end in `At` are addresses, in units of a
 * float64.
 *
 *     view = Float64Array of the whole memory      (renewed when its length is 0: memory has grown)
 *     y ← view[yAt …];  fun(t, y, dy);  view[dyAt …] ← dy
 */
export class Callbacks {
  readonly hasJacobian: boolean;
  readonly constantJacobian: boolean;
  readonly watchesSteps: boolean;
  /** The exception that a callback threw, wrapped, as anything may be thrown, `undefined` too. */
  failure: { readonly error: unknown } | undefined;

  private readonly y: Float64Array;
  private readonly dy: Float64Array;
  private readonly matrix: Float64Array;
  private readonly evaluate: RightHandSide;
  private view: Float64Array;
  /** Views of single states, by address. */
  private readonly stateViews = new Map<number, Float64Array>();

  constructor(
    private readonly functions: SystemFunctions,
    private readonly memory: WebAssembly.Memory,
    n: number,
  ) {
    const { rhs, jacobian, constantJacobian, accepted } = functions;
    this.hasJacobian = jacobian !== undefined;
    this.constantJacobian = constantJacobian ?? false;
    this.watchesSteps = accepted !== undefined;
    this.y = new Float64Array(n);
    // Filled with NaN, so that a component the right-hand side never writes is detected.
    this.dy = new Float64Array(n).fill(NaN);
    this.matrix = new Float64Array(this.hasJacobian ? n * n : 0);
    this.view = new Float64Array(memory.buffer);
    this.evaluate = rhs ?? (() => undefined);
  }

  rhs(tAt: number, yAt: number, dyAt: number): number {
    try {
      const { y, dy } = this;
      const to: CopyTarget = y;
      const { length } = y;
      let view = this.view;
      if (view.length === 0) view = this.renew();
      const t = view[tAt] ?? 0;
      // Up to three values are copied without a loop, which would take 4 ns, a tenth of a small system's evaluation.
      if (length <= 3) {
        to[0] = view[yAt];
        if (length > 1) to[1] = view[yAt + 1];
        if (length > 2) to[2] = view[yAt + 2];
      } else if (length < SET_THRESHOLD) {
        for (let i = 0; i < length; i++) to[i] = view[yAt + i];
      } else {
        y.set(this.stateView(yAt));
      }
      this.evaluate(t, y, dy);
      view = this.view;
      if (view.length === 0) view = this.renew();
      const out: CopyTarget = view;
      if (length <= 3) {
        out[dyAt] = dy[0];
        if (length > 1) out[dyAt + 1] = dy[1];
        if (length > 2) out[dyAt + 2] = dy[2];
      } else if (length < SET_THRESHOLD) {
        for (let i = 0; i < length; i++) out[dyAt + i] = dy[i];
      } else {
        view.set(dy, dyAt);
      }
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  jacobian(t: number, yAt: number, outAt: number): number {
    try {
      this.functions.jacobian?.(t, this.read(yAt), this.matrix);
      this.current().set(this.matrix, outAt);
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  event(index: number, t: number, yAt: number, outAt: number): number {
    try {
      const value = this.functions.event?.(index, t, this.read(yAt)) ?? NaN;
      this.current()[outAt] = value;
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  accepted(t: number, yAt: number): number {
    try {
      return Number(this.functions.accepted?.(t, this.read(yAt)) ?? true);
    } catch (error) {
      return this.fail(error);
    }
  }

  private read(at: number): Float64Array {
    const { y } = this;
    const view = this.current();
    const to: CopyTarget = y;
    for (let i = 0; i < y.length; i++) to[i] = view[at + i];
    return y;
  }

  /**
   * A view of the state at an address. Views are kept: making one takes as long as reading fifty numbers, and a solve
   * uses few addresses.
   */
  private stateView(at: number): Float64Array {
    let state = this.stateViews.get(at);
    if (!state) this.stateViews.set(at, (state = this.view.subarray(at, at + this.y.length)));
    return state;
  }

  private current(): Float64Array {
    return this.view.length === 0 ? this.renew() : this.view;
  }

  /** Replaces the view, which growth of the memory has detached. */
  private renew(): Float64Array {
    this.view = new Float64Array(this.memory.buffer);
    this.stateViews.clear();
    return this.view;
  }

  private fail(error: unknown): 0 {
    this.failure = { error };
    return 0;
  }
}
