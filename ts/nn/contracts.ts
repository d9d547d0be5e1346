import type { ArrayLike } from '../array.js';
import { ArgumentError } from '../errors.js';
import type { MetricValue } from './metrics/metric.js';
import type { ClassWeights } from './samples/sampleWeights.js';

/** One array, or for a model with several inputs or outputs a list in their order, or an object by their names. */
export type Arrays = ArrayLike | readonly ArrayLike[] | Readonly<Record<string, ArrayLike>>;

/** Means over some samples: the loss, and the metrics that `compile` asked for by their names. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy?: number;
  readonly [figure: string]: MetricValue | undefined;
}

export interface WeightedOptions {
  /** How much each sample counts; 1 each by default. */
  readonly sampleWeight?: ArrayLike | undefined;
  /** How much each class counts; 1 each by default. */
  readonly classWeight?: ClassWeights | undefined;
}

export function severalOutputs(count: number): ArgumentError {
  return new ArgumentError({
    code: 'several-outputs',
    operation: 'predict',
    actual: `the model has ${count} outputs`,
    expected: 'predict answers one',
    remedy: 'call predictAll, which answers a list',
  });
}
