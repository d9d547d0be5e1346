import type { DType } from '../array.js';

/**
 * The seam between the typed facade and the kernels. Private: applications use the facade.
 *
 * Crossings are few and coarse: a model is compiled once into a program, data is copied once into
 * backend memory, and one call trains many batches. Every backend implements this interface alone.
 */
export interface Backend {
  readonly name: BackendName;
  /** The instruction set the kernels run on, such as `avx512`, `avx2`, `neon` or `simd128`. */
  readonly instructionSet: string;
  /** Plans every shape and allocates the only arena; throws on any misfit. */
  compile(spec: ProgramSpec): Program;
  /** Copies samples, and targets where there are any, into backend memory. */
  dataset(dtype: DType, inputs: Inputs, targets?: Targets): Dataset;
  /** A seeded stream of random numbers, the same on every backend. */
  generator(seed: number, stream: number): Generator;
  /** `C[m,n] = op(A) op(B)`, row-major, each operand optionally transposed. */
  matmul<A extends FloatArray>(request: MatmulRequest<A>): A;
  /** Solves a model of the kernels where that is faster than in WebAssembly; `ode/solve.ts` knows the numbers. */
  readonly solveModel?: SolveModel;
  /** f(t, y) of a model, or its Jacobian, row-major. */
  readonly evaluateModel: EvaluateModel;
  /** Solves a model from many starts, eight side by side; `crates/kernels/src/ode/ensemble` says what the numbers are. */
  readonly solveEnsemble: SolveEnsemble;
  /** Measured peak of fused (or, on plain wasm, separate) multiply-adds on one core, in GFLOP/s. */
  peak(dtype: DType): number;
}

export type SolveModel = (
  model: Float64Array,
  parameters: Float64Array,
  request: Float64Array,
) => Float64Array;

export type EvaluateModel = (
  model: Float64Array,
  parameters: Float64Array,
  t: number,
  y: Float64Array,
  jacobian: boolean,
) => Float64Array;

export type SolveEnsemble = (
  model: Float64Array,
  parameters: Float64Array,
  y0s: Float64Array,
  request: Float64Array,
  /** The shortest step and the most evaluations of a trajectory. */
  limits: Float64Array,
  /** 0: as many as there are cores. */
  threads: number,
) => Float64Array;

export type BackendName = 'native' | 'wasm' | 'wasm-relaxed';
export type FloatArray = Float32Array | Float64Array;

/** A layer, loss or optimizer as it crosses: a kind and plain values, so new ones need no new binding. */
export interface Unit {
  readonly kind: string;
  readonly [argument: string]: string | number | boolean;
}

export interface ProgramSpec {
  readonly dtype: DType;
  /** Most samples in one step; the arena is planned for it. */
  readonly batchSize: number;
  /** Shape of one sample. */
  readonly inputShape: readonly number[];
  readonly layers: readonly Unit[];
  /** Without a loss the program can only predict. */
  readonly loss?: Unit;
  /** Without an optimizer the program cannot train. */
  readonly optimizer?: Unit;
  /** Whether `train` and `evaluate` count correct classifications. */
  readonly accuracy?: boolean;
}

/** Row-major samples; bytes stay bytes in backend memory and are read as `value * scale`. */
export interface Inputs {
  readonly data: FloatArray | Uint8Array;
  readonly scale: number;
  /** Values in one sample. */
  readonly width: number;
}

/** Class indices, one a sample (one-hot where the loss wants vectors), or row-major values. */
export type Targets =
  { readonly labels: Uint32Array } | { readonly values: FloatArray; readonly width: number };

export interface Dataset {
  readonly length: number;
  /** Index of the first NaN or infinity among the inputs, -1 without one. */
  readonly firstNonFinite: number;
  /** Releases the memory at once instead of when collected. */
  free(): void;
}

/** A compiled model with its parameters, gradients and optimizer state. Allocates nothing after `compile`. */
export interface Program {
  /**
   * Trains `rates.length` steps; step i takes the samples `order[i*batchSize …]` at learning rate
   * `rates[i]`, the last one fewer where `order` ends. Stops early on a non-finite loss, with the
   * parameters as they were when the loss was last finite.
   */
  train(data: Dataset, order: Uint32Array, rates: Float64Array): TrainResult;
  /** Loss and correct classifications over the whole data set, parameters unchanged. */
  evaluate(data: Dataset): Totals;
  /** Outputs for the whole data set, row-major. */
  predict(data: Dataset): FloatArray;
  /** Gradients of the mean loss over the named samples (at most `batchSize`), left in the `gradients` slot. */
  gradients(data: Dataset, order: Uint32Array): Totals;
  /** A copy of one array of a slot, in the facade's (Keras) layout. */
  read(slot: Slot, index: number): FloatArray;
  write(slot: Slot, index: number, values: FloatArray): void;
  free(): void;
}

/** Arrays kept for each parameter: itself, its gradient, and the optimizer's state (`velocity` for sgd). */
export type Slot = 'parameters' | 'gradients' | 'velocity';

export interface Totals {
  /** Sum over samples of the loss. */
  readonly loss: number;
  /** Correct classifications; 0 unless the program counts them. */
  readonly correct: number;
  readonly samples: number;
}

export interface TrainResult extends Totals {
  readonly steps: number;
  /** The loss became NaN or infinite; `steps` counts those before it. */
  readonly diverged: boolean;
}

export interface Generator {
  /** `count` values, uniform in [low, high). */
  uniform(count: number, low: number, high: number): Float64Array;
  /** `count` values from a normal distribution. */
  normal(count: number, mean: number, deviation: number): Float64Array;
  /** The integers 0 … count-1 in random order. */
  permutation(count: number): Uint32Array;
  /** Releases the memory at once instead of when collected. */
  free(): void;
}

export interface MatmulRequest<A extends FloatArray> {
  readonly a: A;
  readonly b: A;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}
