import type { Batch, MetricAccumulator } from './metric.js';
import { targetAt } from './classes.js';

/**
 * Accumulates the weighted mean of a score over samples.
 *
 * @param finish computes the value of the metric from the mean
 */
export function mean(
  score: (batch: Batch, sample: number) => number,
  finish = (value: number) => value,
): MetricAccumulator {
  let sum = 0;
  let weightSum = 0;
  return {
    update(batch) {
      for (let sample = 0; sample < batch.count; sample++) {
        const weight = batch.weights?.[sample] ?? 1;
        sum += weight * score(batch, sample);
        weightSum += weight;
      }
    },
    result: () => finish(sum / weightSum),
    state: () => [sum, weightSum],
    restore: (state: readonly [number, number]) => void ([sum, weightSum] = state),
  };
}

/** The score of a sample that is the mean of a score over its outputs. */
export function meanOverOutputs(score: (output: number, target: number) => number) {
  return ({ outputs, targets, units }: Batch, sample: number): number => {
    let sum = 0;
    for (let unit = 0; unit < units; unit++) {
      sum += score(outputs[sample * units + unit] ?? 0, targetAt(targets, sample, unit));
    }
    return sum / units;
  };
}
