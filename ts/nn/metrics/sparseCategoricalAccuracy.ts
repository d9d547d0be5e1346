import { configOf } from '../registry.js';
import { isCorrect } from './accuracy.js';
import { mean } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName, wantsClasses } from './options.js';

/**
 * Share of samples whose largest output is that of the label. One-hot vectors count as labels.
 *
 * @throws ArgumentError, when the model is compiled, for a model of one output
 * @example metrics.sparseCategoricalAccuracy()
 */
export function sparseCategoricalAccuracy(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'sparseCategoricalAccuracy');
  return new Metric(
    configOf('sparseCategoricalAccuracy', { name }),
    () => mean(isCorrect),
    wantsClasses('sparseCategoricalAccuracy'),
  );
}
