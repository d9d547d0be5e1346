import type { NdArray, ScaledArray } from '../../array.js';
import { type Shape, sizeOf } from '../../shape.js';

/** Names of the data sets that need no file. */
export const DATA_SET_NAMES = ['mnist', 'digits', 'iris', 'spiral', 'xor', 'linear'] as const;

export type DataSetName = (typeof DATA_SET_NAMES)[number];

/** Inputs [n, …] and their targets: labels [n], or values [n, k]. */
export interface LoadedSamples {
  readonly x: ScaledArray;
  readonly y: NdArray;
}

/** What is to be learnt: one of several classes, or numbers. */
export interface Task {
  readonly kind: 'classes' | 'values';
  /** Names of the classes or of the numbers. */
  readonly names: readonly string[];
}

export interface DataSet {
  /** Name or path, for messages and for the names of output files. */
  readonly name: string;
  readonly train: LoadedSamples;
  /** Samples to test with, where the data come with some. */
  readonly test?: LoadedSamples;
  readonly task: Task;
  /** Columns of the inputs and the target, where the data are a table. */
  readonly columns?: Columns;
}

/** Which columns of a table are inputs and targets. */
export interface Columns {
  readonly features: readonly string[];
  readonly target: string;
}

/** Number of values in one sample. */
export function sampleSize(samples: Pick<LoadedSamples, 'x'>): number {
  return sizeOf(sampleShape(samples));
}

/** Shape of one sample. */
export function sampleShape({ x }: Pick<LoadedSamples, 'x'>): Shape {
  return x.shape.slice(1);
}

/** Number of samples. */
export function sampleCount({ x }: Pick<LoadedSamples, 'x'>): number {
  return x.shape[0] ?? 0;
}

/** The task of telling classes apart that are named by their numbers, from 0. */
export function numberedClasses(count: number): Task {
  return { kind: 'classes', names: Array.from({ length: count }, (_, index) => String(index)) };
}
