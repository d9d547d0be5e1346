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
  /** Of the addon alone: in WebAssembly solves call back. */
  readonly solveModel?: SolveModel;
  readonly evaluateModel: EvaluateModel;
  readonly solveEnsemble: SolveEnsemble;
  matmul32: Matmul<Float32Array>;
  matmul64: Matmul<Float64Array>;
  /** Does so many rounds of multiply-adds and answers how many operations they were. */
  readonly peak32: (rounds: number) => number;
  readonly peak64: (rounds: number) => number;
}

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
  /** [steps, samples, loss, correct, diverged] */
  train(data: BoundDataset, order: Uint32Array, rates: Float64Array): Float64Array;
  /** [samples, loss, correct] */
  evaluate(data: BoundDataset): Float64Array;
  predict(data: BoundDataset): A;
  /** [samples, loss, correct] */
  gradients(data: BoundDataset, order: Uint32Array): Float64Array;
  read(slot: string, index: number): A;
  write(slot: string, index: number, values: A): void;
  free(): void;
}

/** Inputs come with the constructor, targets are set afterwards. */
export interface DatasetConstructor<A extends FloatArray> {
  fromValues(values: A, width: number): BoundDataset<A>;
  fromBytes(bytes: Uint8Array, width: number, scale: number): BoundDataset<A>;
}

export interface BoundDataset<A extends FloatArray = FloatArray> {
  readonly length: number;
  firstNonFinite(): number;
  setLabels(labels: Uint32Array): void;
  setValues(values: A, width: number): void;
  free(): void;
}

type GeneratorConstructor = new (seed: number, stream: number) => BoundGenerator;

export interface BoundGenerator {
  uniform(count: number, low: number, high: number): Float64Array;
  normal(count: number, mean: number, deviation: number): Float64Array;
  permutation(count: number): Uint32Array;
  free?(): void;
}
