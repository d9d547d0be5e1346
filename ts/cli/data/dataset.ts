import type { NdArray, ScaledArray } from '../../array.js';
import { type Shape, sizeOf } from '../../shape.js';

/** Inputs [n, …] and their targets: labels [n], or values [n, k]. */
export interface Samples {
  readonly x: ScaledArray;
  readonly y: NdArray;
}

/** What is to be learnt: which of some classes, or values; by their names. */
export interface Task {
  readonly kind: 'classes' | 'values';
  readonly names: readonly string[];
}

export interface DataSet {
  /** For messages, and for the names of files. */
  readonly name: string;
  readonly train: Samples;
  /** Where the data come with samples to test with. */
  readonly test?: Samples;
  readonly task: Task;
  /** Of a table. */
  readonly columns?: Columns;
}

/** Which columns of a table are inputs and targets. */
export interface Columns {
  readonly features: readonly string[];
  readonly target: string;
}

/** Values in one sample. */
export function sampleSize(samples: Pick<Samples, 'x'>): number {
  return sizeOf(sampleShape(samples));
}

/** Shape of one sample. */
export function sampleShape({ x }: Pick<Samples, 'x'>): Shape {
  return x.shape.slice(1);
}

export function countSamples({ x }: Pick<Samples, 'x'>): number {
  return x.shape[0] ?? 0;
}

/** Classes named by their numbers. */
export function numberedClasses(count: number): Task {
  return { kind: 'classes', names: Array.from({ length: count }, (_, index) => String(index)) };
}
