/** The functions of one solve, as the facade has checked them. All arrays are JavaScript's own. */
export interface SystemFunctions {
  /** Writes f(t, y) into `dy`. */
  readonly rhs: (t: number, y: Float64Array, dy: Float64Array) => void;
  /** Writes ∂f/∂y into `out`, row-major. */
  readonly jacobian?: (t: number, y: Float64Array, out: Float64Array) => void;
  readonly event?: (index: number, t: number, y: Float64Array) => number;
  /** Answers whether to go on. */
  readonly accepted?: (t: number, y: Float64Array) => boolean;
}

/**
 * What WebAssembly calls during a solve (`crates/wasm/src/ode.rs`), one object a solve, so that a right-hand side
 * may itself solve. Nothing is thrown into WebAssembly, whose stack would not be unwound: an exception is kept and
 * thrown again by whoever started the solve. Values are copied to and from arrays that JavaScript owns: memory may
 * grow in a callback, which detaches every view of it.
 */
export class Calls {
  readonly hasJacobian: boolean;
  readonly watchesSteps: boolean;
  /** What a callback threw. */
  failure: { readonly error: unknown } | undefined;

  private readonly y: Float64Array;
  private readonly dy: Float64Array;
  private readonly matrix: Float64Array;
  private view: Float64Array;

  constructor(
    private readonly functions: SystemFunctions,
    private readonly memory: WebAssembly.Memory,
    n: number,
  ) {
    this.hasJacobian = functions.jacobian !== undefined;
    this.watchesSteps = functions.accepted !== undefined;
    this.y = new Float64Array(n);
    this.dy = new Float64Array(n);
    this.matrix = new Float64Array(this.hasJacobian ? n * n : 0);
    this.view = new Float64Array(memory.buffer);
  }

  rhs(t: number, yAt: number, dyAt: number): number {
    try {
      const { y, dy } = this;
      this.read(yAt, y);
      this.functions.rhs(t, y, dy);
      this.write(dyAt, dy);
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  jacobian(t: number, yAt: number, outAt: number): number {
    try {
      this.read(yAt, this.y);
      this.functions.jacobian?.(t, this.y, this.matrix);
      this.write(outAt, this.matrix);
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  event(index: number, t: number, yAt: number, outAt: number): number {
    try {
      this.read(yAt, this.y);
      const value = this.functions.event?.(index, t, this.y) ?? NaN;
      this.current()[outAt] = value;
      return 1;
    } catch (error) {
      return this.fail(error);
    }
  }

  accepted(t: number, yAt: number): number {
    try {
      this.read(yAt, this.y);
      return Number(this.functions.accepted?.(t, this.y) ?? true);
    } catch (error) {
      return this.fail(error);
    }
  }

  private read(from: number, to: Float64Array): void {
    const view = this.current();
    for (let i = 0; i < to.length; i++) to[i] = view[from + i] as number;
  }

  private write(to: number, from: Float64Array): void {
    const view = this.current();
    for (let i = 0; i < from.length; i++) view[to + i] = from[i] as number;
  }

  /** The view of the memory, which is made again when growth has detached it. */
  private current(): Float64Array {
    if (this.view.length === 0) this.view = new Float64Array(this.memory.buffer);
    return this.view;
  }

  private fail(error: unknown): 0 {
    this.failure = { error };
    return 0;
  }
}
