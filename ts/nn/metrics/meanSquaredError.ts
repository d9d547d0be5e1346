import { configOf } from '../registry.js';
import { mean, meanOverOutputs } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

/**
 * Mean over all samples and outputs of `(a − y)²`, with outputs a and targets y.
 *
 * @example metrics.meanSquaredError()
 */
export function meanSquaredError(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'meanSquaredError');
  const score = meanOverOutputs((output, target) => (output - target) ** 2);
  return new Metric(configOf('meanSquaredError', { name }), () => mean(score));
}
