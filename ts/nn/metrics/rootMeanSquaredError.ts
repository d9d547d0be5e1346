import { configOf } from '../registry.js';
import { mean, meanOverOutputs } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

/**
 * Root of the mean over all samples and outputs of `(a − y)²`, with outputs a and targets y.
 *
 * @example metrics.rootMeanSquaredError()
 */
export function rootMeanSquaredError(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'rootMeanSquaredError');
  const score = meanOverOutputs((output, target) => (output - target) ** 2);
  return new Metric(configOf('rootMeanSquaredError', { name }), () => mean(score, Math.sqrt));
}
