import type { Dataset } from '../../backend/backend.js';
import { ArgumentError } from '../../errors.js';
import type { Evaluation } from '../contracts.js';
import type { Run } from './epochLoop.js';
import { History } from '../callbacks/history.js';
import type { MetricValue } from '../metrics/metric.js';
import { type Batches, toDataset } from '../samples/batches.js';

/** A run as far as all ways of training share it. */
export type BegunRun = Pick<
  Run,
  'network' | 'training' | 'model' | 'validate' | 'history' | 'before' | 'begin' | 'beginEpoch'
>;

export interface Fitting extends Pick<
  Run,
  'network' | 'training' | 'model' | 'before' | 'begin' | 'beginEpoch'
> {
  readonly validation: Batches | undefined;
  readonly evaluate: (dataset: Dataset, data: Batches) => Evaluation;
  /** Trains; its data sets are loaded with `load`, and freed afterwards. */
  readonly trains: (run: BegunRun, load: (data: Batches) => Dataset) => Promise<void>;
}

/** The frame of every way of fitting: the data sets, and a network that nobody else may change meanwhile. */
export async function fitting(options: Fitting): Promise<History> {
  const { network, training, model, before, begin, beginEpoch, validation, evaluate, trains } = options;
  const datasets: Dataset[] = [];
  const load = (data: Batches) => {
    const dataset = toDataset(data, network.dtype, 'fit');
    datasets.push(dataset);
    return dataset;
  };
  network.isPinned = true;
  try {
    const history = new History();
    const loaded = validation && load(validation);
    const validate = validation && loaded ? () => figuresOf(evaluate(loaded, validation)) : undefined;
    await trains({ network, training, model, before, begin, beginEpoch, validate, history }, load);
    return history;
  } finally {
    for (const dataset of datasets) dataset.free();
    network.isPinned = false;
  }
}

/** None is absent in an evaluation that was just made. */
function figuresOf(evaluation: Evaluation): Readonly<Record<string, MetricValue>> {
  return evaluation as Readonly<Record<string, MetricValue>>;
}

export function busy(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'busy',
    operation,
    actual: 'the model is being fitted',
    expected: 'that must be over first',
    remedy: 'await the promise of the first fit',
  });
}
