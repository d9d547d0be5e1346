import type { ArrayLike } from '../../array.js';
import { checkOptions } from '../../checks.js';
import { flatten, type FlatArray } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { labels } from '../samples/targets.js';
import { readSampleWeights } from '../samples/sampleWeights.js';
import type { Batch, MetricValue, Metric } from './metric.js';

export interface ComputeOptions {
  /** Weight of each sample, shape [n]; 1 each by default. */
  readonly sampleWeight?: ArrayLike | undefined;
}

/** Checks the arrays and evaluates the metric on them as one batch. */
export function computeMetric(
  metric: Metric,
  yTrue: ArrayLike,
  yPred: ArrayLike,
  options: ComputeOptions = {},
): MetricValue {
  const operation = metric.config.kind;
  checkOptions(options, ['sampleWeight'], operation);
  const predicted = flatten(yPred, 'yPred', operation);
  const [count = 0, ...rest] = predicted.shape ?? [predicted.data.length];
  const units = rest.reduce((size, dimension) => size * dimension, 1);
  if (predicted.data.length === 0) throw empty(operation);
  metric.check(units, operation);
  const { sampleWeight } = options;
  const batch: Batch = {
    outputs: toFloats(predicted.data, predicted.scale, 'float64'),
    targets: readTargets(flatten(yTrue, 'yTrue', operation), count, units, operation),
    units,
    count,
    weights: sampleWeight === undefined ? undefined : readSampleWeights(sampleWeight, count, operation),
  };
  const accumulator = metric.create(units);
  accumulator.update(batch);
  return accumulator.result();
}

function readTargets(flat: FlatArray, count: number, units: number, operation: string): Batch['targets'] {
  const { data, scale, shape = [data.length] } = flat;
  if (units > 1 && data.length === count && shape[0] === count) {
    return { labels: labels(flat, 'yTrue', units, operation) };
  }
  const isAligned = shape[0] === count || shape.length === 1;
  if (isAligned && data.length === count * units)
    return { values: toFloats(data, scale, 'float64'), width: units };
  throw new ShapeError({
    code: 'target-shape',
    operation,
    actual: `yTrue has shape ${shapeText(shape)}`,
    expected: `yPred has ${units} outputs for each of ${count} samples`,
    remedy: `pass yTrue of shape [${count}, ${units}]${units > 1 ? ` or labels of shape [${count}]` : ''}`,
  });
}

function empty(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: 'yPred is empty',
    expected: 'at least one sample is needed',
    remedy: 'pass the outputs of some samples',
  });
}
