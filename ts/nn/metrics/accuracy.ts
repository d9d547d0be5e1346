import { configOf } from '../registry.js';
import { predictedClass, trueClass } from './classes.js';
import { mean } from './mean.js';
import { Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

/**
 * Share of samples whose largest output is at the place of the largest target, which is that of the label; with a
 * single output, whose output and target are on the same side of ½. So it is binary, categorical or sparse
 * accuracy, whichever fits the outputs and targets. Of equal outputs the first counts.
 *
 * @example net.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] })
 */
export function accuracy(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'accuracy');
  return new Metric(configOf('accuracy', { name }), () => mean(isCorrect));
}

/** 1 for a sample in its true class, else 0. */
export function isCorrect(...[batch, sample]: Parameters<Parameters<typeof mean>[0]>): number {
  return Number(predictedClass(batch, sample) === trueClass(batch.targets, sample));
}
