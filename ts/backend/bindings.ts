import type { EvaluateModel, FloatArray, SolveEnsemble, SolveModel } from './backend.js';

/**
 * What both compiled bindings export: the native addon and the WebAssembly module offer the same short
 * list, one class per element type. Totals cross as plain numbers in a `Float64Array`.
 */
export interface Bindings {
  readonly Program32: ProgramConstructor<Float32Array>;
  readonly Program64: ProgramConstructor<Float64Array>;
  readonly Dataset32: DatasetConstructor<Float32Array>;
  readonly Dataset64: DatasetConstructor<Float64Array>;
  readonly Generator: GeneratorConstructor;
  instructionSet(): string;
  permutations(seed: number, stream: number, streams: number, count: number): Uint32Array;
  /** Of the addon alone: in WebAssembly solves call back. */
  readonly solveModel?: SolveModel;
  readonly evaluateModel: EvaluateModel;
  readonly solveEnsemble: SolveEnsemble;
  /** Of the addon alone: elsewhere the module of the readers does it. */
  readonly scanNumbers?: ScanNumbers;
  matmul32: Matmul<Float32Array>;
  matmul64: Matmul<Float64Array>;
  /** Does so many rounds of multiply-adds and answers how many operations they were. */
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
  /** [steps, diverged, …totals, …totals of each epoch that was finished]; `epoch` 0 for one, or a part of it. */
  train(
    data: BoundDataset,
    order: Uint32Array,
    rates: Float64Array,
    sums: Float64Array,
    epoch: number,
  ): Float64Array;
  /** The totals: [samples, loss, then loss and correct of each output] */
  evaluate(data: BoundDataset): Float64Array;
  predict(data: BoundDataset): A;
  /** The totals. */
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

/** For so many samples, whose inputs and targets are added one by one. */
export type DatasetConstructor<A extends FloatArray> = new (length: number) => BoundDataset<A>;

export interface BoundDataset<A extends FloatArray = FloatArray> {
  addValues(values: A): void;
  addBytes(bytes: Uint8Array, scale: number): void;
  addLabels(labels: Uint32Array): void;
  addTargets(values: A): void;
  /** The weights of the samples in the target added last. */
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
