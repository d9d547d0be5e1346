import type { KernelDataset } from '../../../backend/backend.js';
import { checkOptions, show } from '../../../checks.js';
import { ArgumentError, DTypeError } from '../../../errors.js';
import type { SampleBatches } from '../../samples/batches.js';
import type { EpochState } from '../epochState.js';
import { nextLearningRates } from '../learningRates.js';
import type { FitSession } from '../session.js';
import type { SourceBatch } from './fitDatasetOptions.js';

/** Samples and targets that a source gave, by name. */
export interface StreamedBatch {
  readonly x: unknown;
  readonly y: unknown;
  readonly sampleWeight?: unknown;
  readonly classWeight?: unknown;
}

/** Samples in backend memory, and as they were read. */
export interface LoadedBatch {
  readonly data: SampleBatches;
  readonly dataset: KernelDataset;
}

/** Trains samples of a data set, in steps of the executor's batch size. */
export function trainSteps(
  { executor, training }: FitSession,
  epoch: EpochState,
  { data, dataset }: LoadedBatch,
  order: Uint32Array,
  steps: number,
): { readonly diverged: boolean } {
  const learningRates = nextLearningRates(executor, training, epoch.epoch, steps);
  const result = executor.program.train(dataset, order, learningRates, epoch.metrics.totals);
  epoch.step += result.steps;
  epoch.learningRate = learningRates[Math.max(result.steps - 1, 0)] ?? NaN;
  const isWhole = order.length === dataset.length && !result.diverged;
  epoch.metrics.add(result, executor.program, data.targets ?? [], isWhole ? undefined : order);
  return result;
}

/** Names the parts of what a source gave: a pair `[x, y]` or an object. */
export function readStreamedBatch(batch: SourceBatch): StreamedBatch {
  const given: unknown = batch;
  if (Array.isArray(given) && given.length === 2) return { x: given[0] as unknown, y: given[1] as unknown };
  if (typeof given === 'object' && given !== null && 'x' in given && 'y' in given) {
    checkOptions(given, ['x', 'y', 'sampleWeight', 'classWeight'], 'fitDataset');
    return given;
  }
  throw new DTypeError({
    code: 'source-batch',
    operation: 'fitDataset',
    actual: `the source gave ${show(given)}`,
    expected: 'it must give pairs [x, y] or objects { x, y }',
    remedy: 'yield [x, y] for each batch',
  });
}

export function emptyEpoch(epoch: number): ArgumentError {
  return new ArgumentError({
    code: 'empty-source',
    operation: 'fitDataset',
    actual: `the source gave no batch in epoch ${epoch + 1}`,
    expected: 'each epoch needs at least one batch',
    remedy: 'pass a function that begins anew, such as a generator function, where there are several epochs',
  });
}
