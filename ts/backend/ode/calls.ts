/** The functions of one solve, as the facade has checked them. All arrays are JavaScript's own. */
export interface SystemFunctions {
  /** Writes f(t, y) into `dy`. */
  readonly rhs?: RightHandSide;
  /** Writes ∂f/∂y into `out`, row-major. */
  readonly jacobian?: (t: number, y: Float64Array, out: Float64Array) => void;
  readonly constantJacobian?: boolean;
  readonly event?: (index: number, t: number, y: Float64Array) => number;
  /** Answers whether to go on. */
  readonly accepted?: (t: number, y: Float64Array) => boolean;
}

/** From so many values on a copy by `set` is faster than a loop. */
const LONG = 48;

/** A `Float64Array` to which values of another are written as they are, without a check for undefined. */
type Writable = Record<number, unknown>;

export type RightHandSide = (t: number, y: Float64Array, dy: Float64Array) => unknown;

/**
 * What WebAssembly calls during a solve (`crates/wasm/src/ode/callbacks.rs`), one object a solve, so that a right-hand side
 * may itself solve. Nothing is thrown into WebAssembly, whose stack would not be unwound: an exception is kept and
 * thrown again by whoever started the solve. Values are copied to and from arrays that JavaScript owns: memory may
 * grow in a callback, which detaches every view of it.
 */
export class Calls {
  readonly hasJacobian: boolean;
  readonly constantJacobian: boolean;
  readonly watchesSteps: boolean;
  /** What a callback threw. */
  failure: { readonly error: unknown } | undefined;

  private readonly y: Float64Array;
  private readonly dy: Float64Array;
  private readonly matrix: Float64Array;
  private readonly evaluate: RightHandSide;
  private view: Float64Array;
  private readonly windows = new Map<number, Float64Array>();

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
    // What the first evaluation leaves out is noticed.
    this.dy = new Float64Array(n).fill(NaN);
    this.matrix = new Float64Array(this.hasJacobian ? n * n : 0);
    this.view = new Float64Array(memory.buffer);
    this.evaluate = rhs ?? (() => undefined);
  }

  rhs(tAt: number, yAt: number, dyAt: number): number {
    try {
      const { y, dy } = this;
      const to: Writable = y;
      const { length } = y;
      let view = this.view;
      if (view.length === 0) view = this.renew();
      const t = view[tAt] ?? 0;
      // A loop over so few costs 4 ns, a tenth of the evaluation of a small system.
      if (length <= 3) {
        to[0] = view[yAt];
        if (length > 1) to[1] = view[yAt + 1];
        if (length > 2) to[2] = view[yAt + 2];
      } else if (length < LONG) {
        for (let i = 0; i < length; i++) to[i] = view[yAt + i];
      } else {
        y.set(this.window(yAt));
      }
      this.evaluate(t, y, dy);
      view = this.view;
      if (view.length === 0) view = this.renew();
      const out: Writable = view;
      if (length <= 3) {
        out[dyAt] = dy[0];
        if (length > 1) out[dyAt + 1] = dy[1];
        if (length > 2) out[dyAt + 2] = dy[2];
      } else if (length < LONG) {
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
    const to: Writable = y;
    for (let i = 0; i < y.length; i++) to[i] = view[at + i];
    return y;
  }

  /** The state at an address: making a view takes as long as reading fifty numbers, and there are few addresses. */
  private window(at: number): Float64Array {
    let window = this.windows.get(at);
    if (!window) this.windows.set(at, (window = this.view.subarray(at, at + this.y.length)));
    return window;
  }

  private current(): Float64Array {
    return this.view.length === 0 ? this.renew() : this.view;
  }

  /** Growth of the memory has detached the view. */
  private renew(): Float64Array {
    this.view = new Float64Array(this.memory.buffer);
    this.windows.clear();
    return this.view;
  }

  private fail(error: unknown): 0 {
    this.failure = { error };
    return 0;
  }
}
