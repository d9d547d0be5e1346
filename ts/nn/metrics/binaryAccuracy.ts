import { configOf } from '../registry.js';
import { mean, meanOverOutputs } from './mean.js';
import { Metric } from './metric.js';
import { readName, readThreshold, type ThresholdOptions } from './options.js';

/**
 * Share of outputs on the right side: above the threshold where the target is above ½, and not above it elsewhere.
 * With several outputs each counts by itself, as where a sample has several labels.
 *
 * @throws ArgumentError for a threshold that is no finite number
 * @example metrics.binaryAccuracy({ threshold: 0 }) // for outputs without sigmoid
 */
export function binaryAccuracy(options: ThresholdOptions = {}): Metric {
  const name = readName(options, ['threshold'], 'binaryAccuracy');
  const threshold = readThreshold(options.threshold, 'binaryAccuracy');
  const score = meanOverOutputs((output, target) => Number(output > threshold === target > 0.5));
  return new Metric(configOf('binaryAccuracy', { threshold, name }), () => mean(score));
}
