import type { ArrayLike } from '../../array.js';
import { boolean, checkOptions, integer, number, positiveInteger, readSignal, show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import type { Callback } from '../callbacks/callback.js';
import { log } from '../callbacks/log.js';
import type { Arrays } from '../contracts.js';
import type { ClassWeights } from '../samples/sampleWeights.js';

export interface FitOptions {
  /** Index after the last epoch; 1 by default. */
  readonly epochs?: number | undefined;
  /** Samples in a step; by default 32, or all where there are fewer. */
  readonly batchSize?: number | undefined;
  /** Whether each epoch takes the samples in a new random order; true by default. */
  readonly shuffle?: boolean | undefined;
  /** Inputs and targets that are evaluated at the end of each epoch. */
  readonly validationData?: readonly [x: Arrays, y: Arrays] | undefined;
  /** How much each sample counts in the loss and the metrics, shape [n]; 1 each by default. */
  readonly sampleWeight?: ArrayLike | undefined;
  /** How much each class counts, such as `{ 1: 10 }`; 1 each by default. */
  readonly classWeight?: ClassWeights | undefined;
  /** Share of the samples, the last ones, that is kept for validation, in [0, 1); 0 by default. */
  readonly validationSplit?: number | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  /** Stops the training after the current step, with the status `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Index of the first epoch; 0 by default. With `model.position?.epoch` training resumes where it stopped. */
  readonly initialEpoch?: number | undefined;
  /** Seed of the shuffling in place of the model's; the order then depends on it and on the epoch's index alone. */
  readonly seed?: number | undefined;
  /** Whether to print a line after each epoch; false by default. */
  readonly verbose?: boolean | undefined;
}

const OPTIONS = [
  'epochs',
  'batchSize',
  'shuffle',
  'validationData',
  'validationSplit',
  'sampleWeight',
  'classWeight',
  'callbacks',
  'signal',
  'initialEpoch',
  'seed',
  'verbose',
];

/** The checked options of `fit`, with the defaults of those that do not depend on the data. */
export interface FitSettings {
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Whether `initialEpoch` was passed; without it, training begins anew. */
  readonly canResume: boolean;
  readonly batchSize: number | undefined;
  readonly shuffle: boolean;
  readonly seed: number | undefined;
  readonly validationData: readonly [unknown, unknown] | undefined;
  readonly validationSplit: number;
  readonly sampleWeight: unknown;
  readonly classWeight: unknown;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
}

export function readFitOptions(options: FitOptions): FitSettings {
  checkOptions(options, OPTIONS, 'fit');
  const { batchSize, seed, validationData } = options;
  const validationSplit = number(options.validationSplit ?? 0, 'validationSplit', 'fit', {
    lowest: 0,
    highest: 1,
    open: true,
  });
  if (validationData !== undefined && validationSplit > 0) throw twoValidations();
  const verbose = boolean(options.verbose ?? false, 'verbose', 'fit');
  return {
    epochs: positiveInteger(options.epochs ?? 1, 'epochs', 'fit'),
    initialEpoch: integer(options.initialEpoch ?? 0, 'initialEpoch', 'fit', 0),
    canResume: options.initialEpoch !== undefined,
    batchSize: batchSize === undefined ? undefined : positiveInteger(batchSize, 'batchSize', 'fit'),
    shuffle: boolean(options.shuffle ?? true, 'shuffle', 'fit'),
    seed: seed === undefined ? undefined : integer(seed, 'seed', 'fit', 0),
    validationData: readPair(validationData),
    validationSplit,
    sampleWeight: options.sampleWeight,
    classWeight: options.classWeight,
    callbacks: [...readCallbacks(options.callbacks ?? []), ...(verbose ? [log()] : [])],
    signal: readSignal(options.signal, 'fit'),
  };
}

/** Batch size of a fit: at most 32 by default; one that was passed must not exceed the number of samples. */
export function chooseBatchSize(asked: number | undefined, samples: number): number {
  if (asked === undefined) return Math.min(32, samples);
  if (asked <= samples) return asked;
  throw new ArgumentError({
    code: 'batch-size',
    operation: 'fit',
    actual: `batchSize is ${asked}`,
    expected: `there are only ${samples} training samples`,
    remedy: `pass a batchSize of at most ${samples}`,
  });
}

export function readPair(data: unknown, operation = 'fit'): readonly [unknown, unknown] | undefined {
  if (data === undefined) return undefined;
  if (Array.isArray(data) && data.length === 2) return [data[0], data[1]];
  throw misfit(operation, 'validationData', data, 'a pair of inputs and targets', 'validationData: [x, y]');
}

export function readCallbacks(callbacks: unknown, operation = 'fit'): readonly Callback[] {
  const isCallback = (value: unknown): value is Callback => typeof value === 'object' && value !== null;
  if (Array.isArray(callbacks) && callbacks.every(isCallback)) return callbacks;
  throw misfit(
    operation,
    'callbacks',
    callbacks,
    'an array of callback objects',
    'callbacks: [callbacks.log()]',
  );
}

function misfit(
  operation: string,
  name: string,
  value: unknown,
  expected: string,
  example: string,
): DTypeError {
  return new DTypeError({
    code: name,
    operation,
    actual: `${name} is ${show(value)}`,
    expected: `it must be ${expected}`,
    remedy: `pass ${example}, for example`,
  });
}

function twoValidations(): ArgumentError {
  return new ArgumentError({
    code: 'two-validations',
    operation: 'fit',
    actual: 'both validationData and validationSplit are given',
    expected: 'only one of them can be used',
    remedy: 'leave one of them out',
  });
}
