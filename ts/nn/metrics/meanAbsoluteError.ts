import { configOf } from '../registry.js';
import { mean, meanOverOutputs } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

/**
 * Mean over all samples and outputs of `|a − y|`, with outputs a and targets y.
 *
 * @example metrics.meanAbsoluteError()
 */
export function meanAbsoluteError(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'meanAbsoluteError');
  const score = meanOverOutputs((output, target) => Math.abs(output - target));
  return new Metric(configOf('meanAbsoluteError', { name }), () => mean(score));
}
