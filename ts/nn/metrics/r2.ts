import { configOf } from '../registry.js';
import { targetAt } from './classes.js';
import { type Batch, Metric, type MetricOptions, type MetricAccumulator } from './metric.js';
import { readName } from './options.js';

/** Running sums over samples, for one output. */
interface Sums {
  /** Sum of the weights. */
  weight: number;
  /** Mean of the targets. */
  mean: number;
  /** Sum of the squared differences of the targets from their mean. */
  total: number;
  /** Sum of the squared errors. */
  residual: number;
}

/**
 * Coefficient of determination: `1 − Σ(y − a)² / Σ(y − ȳ)²` for outputs a and targets y with mean ȳ, averaged over
 * the outputs. If all targets are equal, it is 1 for exact outputs and 0 for others. NaN for less than two samples.
 *
 * @example metrics.r2()
 */
export function r2(options: MetricOptions = {}): Metric {
  const name = readName(options, [], 'r2');
  return new Metric(configOf('r2', { name }), accumulator);
}

function accumulator(units: number): MetricAccumulator {
  const outputs = Array.from({ length: units }, (): Sums => ({ weight: 0, mean: 0, total: 0, residual: 0 }));
  let samples = 0;
  return {
    update(batch) {
      samples += batch.count;
      for (let sample = 0; sample < batch.count; sample++) {
        outputs.forEach((sums, unit) => add(sums, batch, sample, unit));
      }
    },
    state: () => ({ samples, outputs: outputs.map((sums) => ({ ...sums })) }),
    restore(state: { readonly samples: number; readonly outputs: readonly Sums[] }) {
      samples = state.samples;
      outputs.forEach((sums, unit) => Object.assign(sums, state.outputs[unit]));
    },
    result: () => (samples < 2 ? NaN : outputs.reduce((sum, one) => sum + score(one), 0) / units),
  };
}

/** Welford's update of a running mean and sum of squares, which avoids the cancellation of Σy² − n ȳ². */
function add(sums: Sums, { outputs, targets, units, weights }: Batch, sample: number, unit: number): void {
  const weight = weights?.[sample] ?? 1;
  if (weight === 0) return;
  const target = targetAt(targets, sample, unit);
  const difference = target - sums.mean;
  sums.weight += weight;
  sums.mean += (difference * weight) / sums.weight;
  sums.total += weight * difference * (target - sums.mean);
  sums.residual += weight * (target - (outputs[sample * units + unit] ?? 0)) ** 2;
}

function score({ total, residual }: Sums): number {
  if (total > 0) return 1 - residual / total;
  return residual === 0 ? 1 : 0;
}
