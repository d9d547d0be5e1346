import type { DType } from '../array.js';

/**
 * The interface between the typed facade and the kernels, the FFI boundary. Private: applications use the facade.
 *
 * Calls are few and coarse, as each costs 0.1 to 0.3 µs: a model is compiled once into a program, data are copied once
 * into backend memory, and one call trains many batches. A backend implements this interface and nothing else.
 */
export interface Backend {
  readonly name: BackendName;
  /** The instruction set the kernels run on, such as `avx512`, `avx2`, `neon` or `simd128`. */
  readonly instructionSet: string;
  /** Plans all shapes and allocates the program's only memory; throws where layers do not fit together. */
  compile(spec: ProgramSpec): Program;
  /** Copies samples, one array for each input of the model, and any targets into backend memory. */
  dataset(dtype: DType, inputs: readonly Inputs[], targets?: readonly Targets[]): KernelDataset;
  /** A seeded stream of random numbers, the same on every backend. */
  generator(seed: number, stream: number): RandomGenerator;
  /** The first permutation of each of `streams` generators, numbered from `stream` on, concatenated. */
  permutations(seed: number, stream: number, streams: number, count: number): Uint32Array;
  /** `C[m,n] = op(A) op(B)`, row-major, each operand optionally transposed. */
  matmul<A extends FloatArray>(request: MatmulRequest<A>): A;
  /** Solves a built-in system; absent where WebAssembly is as fast. `ode/solve.ts` says what the numbers mean. */
  readonly solveModel?: SolveModel;
  /** f(t, y) of a built-in system or expression, or its Jacobian, row-major. */
  readonly evaluateModel: EvaluateModel;
  /** Solves a system from many initial values, eight at a time; `crates/kernels/src/ode/ensemble` says what the numbers mean. */
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
  /** Minimal step and maximal number of evaluations of a trajectory. */
  limits: Float64Array,
  /** Number of threads; 0 for one per core. */
  threads: number,
) => Float64Array;

export type BackendName = 'native' | 'wasm' | 'wasm-relaxed';
export type FloatArray = Float32Array | Float64Array;

/** A layer, loss or optimizer as it is passed to the kernels: a kind and plain values, so that a new one needs no new binding. */
export interface OpSpec {
  readonly kind: string;
  readonly [argument: string]: string | number | boolean;
}

/** A layer and what it reads. */
export interface LayerSpec {
  readonly op: OpSpec;
  /** Ids of the tensors that the layer reads: the model's inputs are numbered first, then the layers' outputs. */
  readonly inputIds: readonly number[];
}

export interface ProgramSpec {
  readonly dtype: DType;
  /** Most samples in one step; memory is planned for it. */
  readonly batchSize: number;
  /** Shape of one sample of each input. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Layers in topological order: each reads only inputs and outputs of earlier layers. */
  readonly layers: readonly LayerSpec[];
  /** Ids of the tensors that are the model's outputs. */
  readonly outputs: readonly number[];
  /** One loss for each output; without losses the program can only predict. */
  readonly losses?: readonly OpSpec[];
  /** Without an optimizer the program cannot train. */
  readonly optimizer?: OpSpec;
  /** Whether `train` and `evaluate` count correct classifications. */
  readonly accuracy?: boolean;
  /** Whether `train` and `evaluate` keep the outputs for `collected`. */
  readonly collect?: boolean;
  /** Whether backward passes compute the gradients of the inputs, too. */
  readonly inputGradients?: boolean;
  /** Seed of the random numbers drawn in training; 0 by default. */
  readonly seed?: number;
}

/** Row-major samples of one input; bytes stay bytes in backend memory and are read as `value * scale`. */
export interface Inputs {
  readonly data: FloatArray | Uint8Array;
  readonly scale: number;
  /** Values in one sample. */
  readonly features: number;
}

/** Targets of one output: a class index per sample (one-hot where the loss wants vectors), or row-major values. */
export type Targets = (
  { readonly labels: Uint32Array } | { readonly values: FloatArray; readonly width: number }
) & {
  /** Weight of each sample; 1 each where absent. */
  readonly weights?: FloatArray;
};

export interface KernelDataset {
  readonly length: number;
  /** Index of the first NaN or infinity among the values of an input; -1 where all are finite. */
  firstNonFinite(input: number): number;
  /** Releases the memory now instead of at garbage collection. */
  free(): void;
}

/** A compiled model with its parameters, gradients and optimizer state. It allocates nothing after `compile`. */
export interface Program {
  /**
   * Trains `rates.length` steps; step i takes the samples `order[i*batchSize …]` at learning rate
   * `rates[i]`, the last step fewer where `order` ends. A loss that is not finite ends the call early, with the parameters
   * of the last step whose loss was finite.
   *
   * @param before totals of earlier calls of the epoch; those of this call are added to them batch by batch, so that the sums
   * are bitwise identical however an epoch is divided into calls
   * @param epoch samples of an epoch, where `order` is that of several whole epochs
   */
  train(
    data: KernelDataset,
    order: Uint32Array,
    rates: Float64Array,
    before?: Totals,
    epoch?: number,
  ): TrainResult;
  /** Loss and correct classifications over the whole data set; parameters stay. */
  evaluate(data: KernelDataset): Totals;
  /** Outputs for the whole data set, row-major, the outputs of the model concatenated. */
  predict(data: KernelDataset): FloatArray;
  /** Writes the gradients of the mean loss over some samples (at most `batchSize`) into the `gradients` slot. */
  gradients(data: KernelDataset, order: Uint32Array): Totals;
  /** One output for the samples of the last `train` or `evaluate`, in its order; needs `collect`. */
  collected(output: number): FloatArray;
  /** Outputs for some samples (at most `batchSize`); everything that `backward` needs is saved. */
  forward(data: KernelDataset, order: Uint32Array, training: boolean): FloatArray;
  /** Gradients of weights and inputs from ∂C/∂output of the samples of the last `forward`, in the layout of its result. */
  backward(data: KernelDataset, order: Uint32Array, gradient: FloatArray, training: boolean): void;
  /** ∂C/∂input of the samples of the last backward pass; needs `inputGradients`. */
  inputGradient(input: number, samples: number): FloatArray;
  /** One step of the optimizer on the gradients in their slot. */
  optimize(rate: number): void;
  /** Number of updates so far, on which bias correction and the random numbers of a step depend. */
  steps: number;
  /** A copy of one array of a slot, in Keras' layout. */
  read(slot: Slot, index: number): FloatArray;
  write(slot: Slot, index: number, values: FloatArray): void;
  free(): void;
}

/** Which arrays of the parameters: their values and, of trained ones, their gradients and the optimizer's state. */
export type Slot = 'parameters' | 'gradients' | `state${number}`;

/** Sums of one output over samples. */
export interface OutputTotals {
  /** Sum of the loss of this output, times its weight. */
  readonly loss: number;
  /** Sum of the weights of the samples that are classified correctly; 0 unless the program counts them. */
  readonly correct: number;
}

export interface Totals {
  readonly samples: number;
  /** Sum over the samples of all losses and penalties. */
  readonly loss: number;
  readonly outputs: readonly OutputTotals[];
}

export interface TrainResult extends Totals {
  readonly steps: number;
  /** Whether the loss became NaN or infinite; `steps` counts the steps before that. */
  readonly diverged: boolean;
  /** Where `epoch` was passed, the totals of each epoch that has ended; the other totals are those of the epoch after. */
  readonly finished: readonly Totals[];
}

export interface RandomGenerator {
  /** `count` values, uniform in [low, high). */
  uniform(count: number, low: number, high: number): Float64Array;
  /** `count` values from a normal distribution. */
  normal(count: number, mean: number, deviation: number): Float64Array;
  /** The integers 0 … count-1 in random order. */
  permutation(count: number): Uint32Array;
  /** Releases the memory now instead of at garbage collection. */
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
