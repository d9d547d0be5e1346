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
  /** Copies samples, one array for each input of the model, and targets where there are any into backend memory. */
  dataset(dtype: DType, inputs: readonly Inputs[], targets?: readonly Targets[]): Dataset;
  /** A seeded stream of random numbers, the same on every backend. */
  generator(seed: number, stream: number): Generator;
  /** The first permutations of `streams` generators, from `stream` on, one behind the other. */
  permutations(seed: number, stream: number, streams: number, count: number): Uint32Array;
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
export interface OpSpec {
  readonly kind: string;
  readonly [argument: string]: string | number | boolean;
}

/** A layer with the tensors that it reads: the model's inputs come first, then the layers' outputs. */
export interface LayerSpec {
  readonly op: OpSpec;
  readonly inputIds: readonly number[];
}

export interface ProgramSpec {
  readonly dtype: DType;
  /** Most samples in one step; the arena is planned for it. */
  readonly batchSize: number;
  /** Shape of one sample of each input. */
  readonly inputShapes: readonly (readonly number[])[];
  /** In an order in which each reads only what comes before it. */
  readonly layers: readonly LayerSpec[];
  /** The tensors that the model answers. */
  readonly outputs: readonly number[];
  /** One for each output; without them the program can only predict. */
  readonly losses?: readonly OpSpec[];
  /** Without an optimizer the program cannot train. */
  readonly optimizer?: OpSpec;
  /** Whether `train` and `evaluate` count correct classifications. */
  readonly accuracy?: boolean;
  /** Whether `train` and `evaluate` keep the outputs, for `collected`. */
  readonly collect?: boolean;
  /** Whether gradients go as far as the inputs. */
  readonly inputGradients?: boolean;
  /** Of the random numbers drawn in training; 0 by default. */
  readonly seed?: number;
}

/** Row-major samples; bytes stay bytes in backend memory and are read as `value * scale`. */
export interface Inputs {
  readonly data: FloatArray | Uint8Array;
  readonly scale: number;
  /** Values in one sample. */
  readonly features: number;
}

/** Class indices, one a sample (one-hot where the loss wants vectors), or row-major values. */
export type Targets = (
  { readonly labels: Uint32Array } | { readonly values: FloatArray; readonly width: number }
) & {
  /** How much each sample counts, where that is not the same. */
  readonly weights?: FloatArray;
};

export interface Dataset {
  readonly length: number;
  /** Index of the first NaN or infinity of an input, -1 without one. */
  firstNonFinite(input: number): number;
  /** Releases the memory at once instead of when collected. */
  free(): void;
}

/** A compiled model with its parameters, gradients and optimizer state. Allocates nothing after `compile`. */
export interface Program {
  /**
   * Trains `rates.length` steps; step i takes the samples `order[i*batchSize …]` at learning rate
   * `rates[i]`, the last one fewer where `order` ends. Stops early on a non-finite loss, with the
   * parameters as they were when the loss was last finite.
   *
   * @param before totals of earlier calls, to which those of this one are added batch by batch, so that their
   * last bits do not depend on how an epoch was divided into calls
   * @param epoch where `order` is that of several whole epochs, how many samples make one
   */
  train(data: Dataset, order: Uint32Array, rates: Float64Array, before?: Totals, epoch?: number): TrainResult;
  /** Loss and correct classifications over the whole data set, parameters unchanged. */
  evaluate(data: Dataset): Totals;
  /** Outputs for the whole data set, row-major, one output of the model behind the other. */
  predict(data: Dataset): FloatArray;
  /** Gradients of the mean loss over the named samples (at most `batchSize`), left in the `gradients` slot. */
  gradients(data: Dataset, order: Uint32Array): Totals;
  /** The outputs that the last `train` or `evaluate` computed, in its order of samples. */
  collected(output: number): FloatArray;
  /** Outputs for the named samples (at most `batchSize`), with all kept that `backward` needs. */
  forward(data: Dataset, order: Uint32Array, training: boolean): FloatArray;
  /** From ∂C/∂output, as `forward` laid it out for the same samples, to the gradients of weights and inputs. */
  backward(data: Dataset, order: Uint32Array, gradient: FloatArray, training: boolean): void;
  /** ∂C/∂input of the samples of the last backward pass; needs `inputGradients`. */
  inputGradient(input: number, samples: number): FloatArray;
  /** One step of the optimizer on the gradients in their slot. */
  optimize(rate: number): void;
  /** Updates done so far: the optimizer and the random numbers of a step depend on it. */
  steps: number;
  /** A copy of one array of a slot, in the facade's (Keras) layout. */
  read(slot: Slot, index: number): FloatArray;
  write(slot: Slot, index: number, values: FloatArray): void;
  free(): void;
}

/** Arrays kept for each parameter: itself, and where it is trained its gradient and the optimizer's arrays. */
export type Slot = 'parameters' | 'gradients' | `state${number}`;

/** Sums over samples of one output. */
export interface OutputTotals {
  /** Of its loss, as it counts. */
  readonly loss: number;
  /** Correct classifications, each as much as its sample counts; 0 unless the program counts them. */
  readonly correct: number;
}

export interface Totals {
  readonly samples: number;
  /** Sum over samples of all losses and penalties. */
  readonly loss: number;
  readonly outputs: readonly OutputTotals[];
}

export interface TrainResult extends Totals {
  readonly steps: number;
  /** The loss became NaN or infinite; `steps` counts those before it. */
  readonly diverged: boolean;
  /** Where `epoch` was given, those of each epoch that came to its end; then the others are of the one after. */
  readonly finished: readonly Totals[];
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
