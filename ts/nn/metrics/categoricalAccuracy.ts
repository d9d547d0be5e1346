import { configOf } from '../registry.js';
import { isCorrect } from './accuracy.js';
import { mean } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName, wantsClasses } from './options.js';

/**
 * Share of samples whose largest output is at the place of the largest target. Labels count as one-hot vectors.
 *
 * @throws ArgumentError, when the model is compiled, for a model of one output
 * @example metrics.categoricalAccuracy()
 */
export function categoricalAccuracy(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'categoricalAccuracy');
  return new Metric(
    configOf('categoricalAccuracy', { name }),
    () => mean(isCorrect),
    wantsClasses('categoricalAccuracy'),
  );
}
