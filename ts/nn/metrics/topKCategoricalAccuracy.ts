import { positiveInteger } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { configOf } from '../registry.js';
import { trueClass } from './classes.js';
import { mean } from './mean.js';
import { type Batch, Metric, type MetricOptions } from './metric.js';
import { readName } from './options.js';

export interface TopKOptions extends MetricOptions {
  /** Number of classes that count as predicted; 5 by default. */
  readonly k?: number | undefined;
}

/**
 * Share of samples whose true class is among the classes of the k largest outputs: less than k outputs exceed that of
 * the true class. Targets are labels or one-hot vectors.
 *
 * @throws ArgumentError if k is not a positive integer or, when the model is compiled, not below the number of outputs
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

/** Number of outputs above that of the true class; NaN counts as above every number. */
function rank({ outputs, targets, units }: Batch, sample: number): number {
  const start = sample * units;
  const own = outputs[start + trueClass(targets, sample)] ?? 0;
  let above = 0;
  for (let unit = 0; unit < units; unit++) {
    if (!((outputs[start + unit] ?? 0) <= own)) above++;
  }
  return above;
}

function checkUnits(units: number, k: number, operation: string): void {
  if (k < units) return;
  throw new ArgumentError({
    code: 'metric-outputs',
    operation,
    actual: `the metric topKCategoricalAccuracy has k = ${k} and the model has ${units} outputs`,
    expected: 'k must be below the number of classes, as the accuracy is always 1 otherwise',
    remedy: 'pass a smaller k',
  });
}
