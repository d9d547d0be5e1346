import type { EvaluateModel, FloatArray, SolveEnsemble, SolveModel } from './backend.js';

/**
 * What both compiled bindings export: the native addon and the WebAssembly module offer the same short list, one class
 * per element type. Totals are passed as plain numbers in a `Float64Array`.
 */
export interface Bindings {
  readonly Program32: ProgramConstructor<Float32Array>;
  readonly Program64: ProgramConstructor<Float64Array>;
  readonly Dataset32: DatasetConstructor<Float32Array>;
  readonly Dataset64: DatasetConstructor<Float64Array>;
  readonly Generator: GeneratorConstructor;
  instructionSet(): string;
  permutations(seed: number, stream: number, streams: number, count: number): Uint32Array;
  /** Only in the addon: in WebAssembly the solver with callbacks is as fast. */
  readonly solveModel?: SolveModel;
  readonly evaluateModel: EvaluateModel;
  readonly solveEnsemble: SolveEnsemble;
  /** Only in the addon: elsewhere the WebAssembly module of the readers does it. */
  readonly scanNumbers?: ScanNumbers;
  matmul32: Matmul<Float32Array>;
  matmul64: Matmul<Float64Array>;
  /** Runs rounds of multiply-adds and returns the number of operations. */
  readonly peak32: (rounds: number) => number;
  readonly peak64: (rounds: number) => number;
}

/**
 * Reads lines of numbers into `out`, row by row, with all cores. `marks` are the texts of missing values, one a line;
 * returns the 13 numbers of `Scan::encode` in crates/readers.
 */
export type ScanNumbers = (
  bytes: Uint8Array,
  out: Float64Array,
  marks: string,
  delimiter: number,
  columns: number,
) => Float64Array;

type Matmul<A extends FloatArray> = (
  a: A,
  b: A,
  m: number,
  n: number,
  k: number,
  transposeA: boolean,
  transposeB: boolean,
) => A;

/** `spec` is the text form that `spec.ts` writes. */
export type ProgramConstructor<A extends FloatArray> = new (spec: string) => BoundProgram<A>;

export interface BoundProgram<A extends FloatArray> {
  /** Returns [steps, diverged, …totals, …totals of each epoch that ended]; `epoch` is 0 for one epoch or a part of it. */
  train(
    data: BoundDataset,
    order: Uint32Array,
    rates: Float64Array,
    sums: Float64Array,
    epoch: number,
  ): Float64Array;
  /** Returns the totals: [samples, loss, then loss and correct of each output]. */
  evaluate(data: BoundDataset): Float64Array;
  predict(data: BoundDataset): A;
  /** Returns the totals. */
  gradients(data: BoundDataset, order: Uint32Array): Float64Array;
  collected(output: number): A;
  forward(data: BoundDataset, order: Uint32Array, training: boolean): A;
  backward(data: BoundDataset, order: Uint32Array, gradient: A, training: boolean): void;
  inputGradient(input: number, samples: number): A;
  optimize(rate: number): void;
  steps(): number;
  setSteps(steps: number): void;
  read(slot: string, index: number): A;
  write(slot: string, index: number, values: A): void;
  free(): void;
}

/** Makes a data set of `length` samples, to which inputs and targets are added one by one. */
export type DatasetConstructor<A extends FloatArray> = new (length: number) => BoundDataset<A>;

export interface BoundDataset<A extends FloatArray = FloatArray> {
  addValues(values: A): void;
  addBytes(bytes: Uint8Array, scale: number): void;
  addLabels(labels: Uint32Array): void;
  addTargets(values: A): void;
  /** Sets the weights of the samples for the target that was added last. */
  weigh(weights: A): void;
  firstNonFinite(input: number): number;
  free(): void;
}

type GeneratorConstructor = new (seed: number, stream: number) => BoundGenerator;

export interface BoundGenerator {
  uniform(count: number, low: number, high: number): Float64Array;
  normal(count: number, mean: number, deviation: number): Float64Array;
  permutation(count: number): Uint32Array;
  free?(): void;
}
