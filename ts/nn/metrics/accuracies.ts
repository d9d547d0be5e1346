import { configOf } from '../registry.js';
import { predictedClass, trueClass } from './classes.js';
import { mean, meanOverOutputs } from './mean.js';
import { type Batch, Metric, type MetricOptions } from './metric.js';
import { readName, readThreshold, type ThresholdOptions, wantsClasses } from './options.js';

/**
 * Share of samples whose largest output has the index of the largest target, or of the label; with a single output,
 * share of samples whose output and target lie on the same side of ½. So it is binary, categorical or sparse
 * accuracy, whichever fits the outputs and targets. Of equal outputs the first counts.
 *
 * @example net.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] })
 */
export function accuracy(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'accuracy');
  return new Metric(configOf('accuracy', { name }), () => mean(isCorrect));
}

/**
 * Share of correct outputs: above the threshold where the target is above ½, else not above the threshold. Each of
 * several outputs counts separately, for samples that may have several labels.
 *
 * @throws ArgumentError if the threshold is not a finite number
 * @example metrics.binaryAccuracy({ threshold: 0 }) // for outputs without sigmoid
 */
export function binaryAccuracy(options: ThresholdOptions = {}): Metric {
  const name = readName(options, ['threshold'], 'binaryAccuracy');
  const threshold = readThreshold(options.threshold, 'binaryAccuracy');
  const score = meanOverOutputs((output, target) => Number(output > threshold === target > 0.5));
  return new Metric(configOf('binaryAccuracy', { threshold, name }), () => mean(score));
}

/**
 * Share of samples whose largest output has the index of the largest target. Labels count as one-hot vectors.
 *
 * @throws ArgumentError when a model with one output is compiled
 * @example metrics.categoricalAccuracy()
 */
export function categoricalAccuracy(options: MetricOptions = {}): Metric {
  return classAccuracy('categoricalAccuracy', options);
}

/**
 * Share of samples whose largest output has the index that is the label. One-hot vectors count as labels.
 *
 * @throws ArgumentError when a model with one output is compiled
 * @example metrics.sparseCategoricalAccuracy()
 */
export function sparseCategoricalAccuracy(options: MetricOptions = {}): Metric {
  return classAccuracy('sparseCategoricalAccuracy', options);
}

function classAccuracy(kind: string, options: MetricOptions): Metric {
  const name = readName(options, [], kind);
  return new Metric(configOf(kind, { name }), () => mean(isCorrect), wantsClasses(kind));
}

/** 1 if the predicted class of a sample is its true class, else 0. */
function isCorrect(batch: Batch, sample: number): number {
  return Number(predictedClass(batch, sample) === trueClass(batch.targets, sample));
}
