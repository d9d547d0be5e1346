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
  return meanError('meanAbsoluteError', options, (output, target) => Math.abs(output - target));
}

/**
 * Mean over all samples and outputs of `(a − y)²`, with outputs a and targets y.
 *
 * @example metrics.meanSquaredError()
 */
export function meanSquaredError(options: MetricOptions = {}): Metric {
  return meanError('meanSquaredError', options, squaredError);
}

/**
 * Root of the mean over all samples and outputs of `(a − y)²`, with outputs a and targets y.
 *
 * @example metrics.rootMeanSquaredError()
 */
export function rootMeanSquaredError(options: MetricOptions = {}): Metric {
  return meanError('rootMeanSquaredError', options, squaredError, Math.sqrt);
}

function squaredError(output: number, target: number): number {
  return (output - target) ** 2;
}

function meanError(
  kind: string,
  options: MetricOptions,
  error: (output: number, target: number) => number,
  finish?: (mean: number) => number,
): Metric {
  const name = readName(options, [], kind);
  const score = meanOverOutputs(error);
  return new Metric(configOf(kind, { name }), () => mean(score, finish));
}
