import type { NdArray, ScaledArray } from '../../array.js';
import { sizeOf } from '../../shape.js';

/** Inputs [n, …] and their targets: labels [n], or values [n, k]. */
export interface Samples {
  readonly x: ScaledArray;
  readonly y: NdArray;
}

/** What is to be learnt: which of some classes, or values. */
export type Task =
  | { readonly kind: 'classes'; readonly names: readonly string[] }
  | { readonly kind: 'values'; readonly names: readonly string[] };

export interface DataSet {
  /** For messages, and for the names of files. */
  readonly name: string;
  readonly train: Samples;
  /** Where the data come with samples to test with. */
  readonly test?: Samples;
  readonly task: Task;
  /** How columns of a table became inputs. */
  readonly columns?: Columns;
}

/** How rows of a table became inputs; a model that was trained on them keeps it. */
export interface Columns {
  readonly features: readonly string[];
  readonly target: readonly string[];
  /** What was taken from each column, and what the rest was divided by; absent where columns were left as they are. */
  readonly scaling?: { readonly means: readonly number[]; readonly deviations: readonly number[] };
}

/** Values in one sample. */
export function sampleSize({ x }: Pick<Samples, 'x'>): number {
  return sizeOf(x.shape.slice(1));
}

export function countSamples({ x }: Pick<Samples, 'x'>): number {
  return x.shape[0] ?? 0;
}

/** Classes named by their numbers. */
export function numberedClasses(count: number): Task {
  return { kind: 'classes', names: Array.from({ length: count }, (_, index) => String(index)) };
}
