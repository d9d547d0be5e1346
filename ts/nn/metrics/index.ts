import type { ArrayLike } from '../../array.js';
import { type Config, resolve } from '../registry.js';
import { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.js';
import { auc } from './auc.js';
import { computeMetric, type ComputeOptions } from './compute.js';
import { confusionMatrix } from './confusionMatrix.js';
import { meanAbsoluteError, meanSquaredError, rootMeanSquaredError } from './meanErrors.js';
import { type MetricValue, Metric } from './metric.js';
import { f1, precision, recall } from './precisionRecall.js';
import { r2 } from './r2.js';
import { topKCategoricalAccuracy } from './topKCategoricalAccuracy.js';

/** The factories of the metrics, by name. */
export const metricFactories = {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  topKCategoricalAccuracy,
  precision,
  recall,
  f1,
  auc,
  confusionMatrix,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  r2,
};

export type MetricName = keyof typeof metricFactories;
export type MetricLike = MetricName | Metric | Config;

export function metric(value: unknown, operation: string): Metric {
  return resolve(metricFactories, Metric, value, 'metric', operation);
}

/**
 * The value of a metric for targets and outputs of n samples, without a model.
 *
 * @param yTrue labels [n] if there are several outputs, or values of the shape of the outputs
 * @param yPred outputs, such as probabilities: [n] or [n, 1] for one output, else [n, outputs]
 * @param options `sampleWeight` [n]: how much each sample counts; 1 each by default
 * @returns a number, or `{ data, shape }` for a metric with several values, such as one for each class
 * @throws ShapeError for shapes that do not fit
 * @throws ArgumentError for an unknown metric, labels or weights out of range, or no samples
 * @throws DTypeError for arguments of a wrong type
 * @example metrics.compute(metrics.f1({ average: 'weighted' }), labels, net.predict(x))
 */
function compute(
  value: MetricLike,
  yTrue: ArrayLike,
  yPred: ArrayLike,
  options: ComputeOptions = {},
): MetricValue {
  return computeMetric(metric(value, 'compute'), yTrue, yPred, options);
}

/** The metrics. A name stands for the metric with its defaults; `compute` evaluates one without a model. */
export const metrics = { ...metricFactories, compute };
