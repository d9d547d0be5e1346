import { positiveInteger } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { configOf } from '../registry.js';
import { trueClass } from './classes.js';
import { mean } from './mean.js';
import { type Batch, Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

export interface TopKOptions extends MetricOptions {
  /** 5 by default. */
  readonly k?: number | undefined;
}

/**
 * Share of samples whose true class is among those of the k largest outputs, that is, whose output is exceeded by
 * less than k others. Targets are labels or one-hot vectors.
 *
 * @throws ArgumentError for a k that is no positive integer or, when the model is compiled, not below its outputs
 * @example metrics.topKCategoricalAccuracy({ k: 3 })
 */
export function topKCategoricalAccuracy(options: TopKOptions = {}): Metric {
  const name = readName(options, ['k'], 'topKCategoricalAccuracy');
  const k = positiveInteger(options.k ?? 5, 'k', 'topKCategoricalAccuracy');
  const score = (batch: Batch, sample: number) => Number(rank(batch, sample) < k);
  return new Metric(
    configOf('topKCategoricalAccuracy', { k, name }),
    () => mean(score),
    (units, operation) => checkUnits(units, k, operation),
  );
}

/** How many outputs are above that of the true class; NaN is above all. */
function rank({ outputs, targets, units }: Batch, sample: number): number {
  const from = sample * units;
  const own = outputs[from + trueClass(targets, sample)] ?? 0;
  let above = 0;
  for (let unit = 0; unit < units; unit++) {
    if (!((outputs[from + unit] ?? 0) <= own)) above++;
  }
  return above;
}

function checkUnits(units: number, k: number, operation: string): void {
  if (k < units) return;
  throw new ArgumentError({
    code: 'metric-outputs',
    operation,
    actual: `the metric topKCategoricalAccuracy has k = ${k} and there are ${units} outputs`,
    expected: 'k must be below the number of classes, or the accuracy is always 1',
    remedy: 'pass a smaller k',
  });
}
