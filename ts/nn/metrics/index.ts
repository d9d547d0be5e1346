import type { ArrayLike } from '../../array.js';
import { type Config, resolve } from '../registry.js';
import { accuracy } from './accuracy.js';
import { auc } from './auc.js';
import { binaryAccuracy } from './binaryAccuracy.js';
import { categoricalAccuracy } from './categoricalAccuracy.js';
import { computeMetric, type ComputeOptions } from './compute.js';
import { confusionMatrix } from './confusionMatrix.js';
import { f1 } from './f1.js';
import { meanAbsoluteError } from './meanAbsoluteError.js';
import { meanSquaredError } from './meanSquaredError.js';
import { type MetricValue, Metric } from './metric.js';
import { precision } from './precision.js';
import { r2 } from './r2.js';
import { recall } from './recall.js';
import { rootMeanSquaredError } from './rootMeanSquaredError.js';
import { sparseCategoricalAccuracy } from './sparseCategoricalAccuracy.js';
import { topKCategoricalAccuracy } from './topKCategoricalAccuracy.js';

/** What makes the metrics, by name. */
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
 * A metric by hand, over targets and outputs of n samples.
 *
 * @param yTrue labels [n] where there are several outputs, or values of the shape of the outputs
 * @param yPred outputs, such as probabilities: [n] or [n, 1] for one output, else [n, outputs]
 * @param options `sampleWeight` [n]: how much each sample counts; 1 each by default
 * @returns a number, or `{ data, shape }` of a metric that is more than one
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

/** The metrics; each may be given to `compile` by name where its defaults do. `compute` gives one by hand. */
export const metrics = { ...metricFactories, compute };
