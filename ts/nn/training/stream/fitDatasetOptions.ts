import { boolean, checkOptions, integer, positiveInteger, readSignal, show } from '../../../checks.js';
import { DTypeError } from '../../../errors.js';
import type { Callback } from '../../callbacks/callback.js';
import { log } from '../../callbacks/log.js';
import { readCallbacks, readPair } from '../fitOptions.js';
import type { Arrays, WeightedOptions } from '../../contracts.js';

/** Samples and targets of one step. */
export type SourceBatch =
  readonly [x: Arrays, y: Arrays] | ({ readonly x: Arrays; readonly y: Arrays } & WeightedOptions);

export type BatchIterable = Iterable<SourceBatch> | AsyncIterable<SourceBatch>;

/** Batches one by one: an array or generator; for several epochs a function that returns a new one each time. */
export type BatchSource = BatchIterable | (() => BatchIterable);

export interface FitDatasetOptions {
  /** Index after the last epoch; 1 by default. */
  readonly epochs?: number | undefined;
  /**
   * Most steps of an epoch, after which the next epoch takes over the rest of the source; by default an epoch ends where
   * the source ends. A source that has ended begins anew with the next epoch.
   */
  readonly stepsPerEpoch?: number | undefined;
  /**
   * Samples in a step: each chunk that the source gives is then cut into steps of this size, the last one smaller where
   * the chunk is no multiple of it. By default each batch of the source is one step. Large chunks are faster, as each
   * costs some microseconds.
   */
  readonly batchSize?: number | undefined;
  /** Inputs and targets that are evaluated at the end of each epoch. */
  readonly validationData?: readonly [x: Arrays, y: Arrays] | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  /** Stops the training after the current step, or while a batch is awaited, with the status `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Index of the first epoch; 0 by default. With `model.position?.epoch` training resumes where it stopped. */
  readonly initialEpoch?: number | undefined;
  /** Whether to print a line after each epoch; false by default. */
  readonly verbose?: boolean | undefined;
}

const OPTIONS = [
  'epochs',
  'stepsPerEpoch',
  'batchSize',
  'validationData',
  'callbacks',
  'signal',
  'initialEpoch',
  'verbose',
];

export interface FitDatasetSettings {
  readonly open: () => BatchIterable;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly canResume: boolean;
  readonly stepsPerEpoch: number | undefined;
  /** Samples in a step; undefined where each batch of the source is a step. */
  readonly batchSize: number | undefined;
  readonly validationData: readonly [unknown, unknown] | undefined;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
}

export function readFitDatasetOptions(source: unknown, options: FitDatasetOptions): FitDatasetSettings {
  checkOptions(options, OPTIONS, 'fitDataset');
  const { batchSize, stepsPerEpoch } = options;
  const verbose = boolean(options.verbose ?? false, 'verbose', 'fitDataset');
  return {
    open: readSource(source),
    epochs: positiveInteger(options.epochs ?? 1, 'epochs', 'fitDataset'),
    initialEpoch: integer(options.initialEpoch ?? 0, 'initialEpoch', 'fitDataset', 0),
    canResume: options.initialEpoch !== undefined,
    stepsPerEpoch:
      stepsPerEpoch === undefined ? undefined : positiveInteger(stepsPerEpoch, 'stepsPerEpoch', 'fitDataset'),
    batchSize: batchSize === undefined ? undefined : positiveInteger(batchSize, 'batchSize', 'fitDataset'),
    validationData: readPair(options.validationData, 'fitDataset'),
    callbacks: [...readCallbacks(options.callbacks ?? [], 'fitDataset'), ...(verbose ? [log()] : [])],
    signal: readSignal(options.signal, 'fitDataset'),
  };
}

function readSource(source: unknown): () => BatchIterable {
  if (typeof source === 'function') return () => checkIterable((source as () => unknown)());
  const iterable = checkIterable(source);
  return () => iterable;
}

function checkIterable(value: unknown): BatchIterable {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && (Symbol.asyncIterator in value || Symbol.iterator in value)) return value as BatchIterable;
  throw new DTypeError({
    code: 'source',
    operation: 'fitDataset',
    actual: `the source is ${show(value)}`,
    expected: 'it must be iterable, or a function that returns something iterable',
    remedy: 'pass a generator function that yields [x, y]',
  });
}
