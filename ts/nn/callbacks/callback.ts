import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import type { BatchLogs, EpochLogs, History } from './history.js';
import type { StateValue } from '../stateValue.js';

/** What callbacks may do with the model that is trained. */
export interface TrainedModel {
  /** Copies of all arrays that make the outputs, running statistics included. */
  getWeights(): NdArray<FloatArray>[];
  setWeights(weights: readonly ArrayLike[]): void;
  /** Writes the whole model with its state of training, or nothing. */
  save(path: string): Promise<void>;
  saveWeights(path: string): Promise<void>;
}

/** What a training run is about to do. */
export interface TrainingRun {
  /** Index after the last epoch. */
  readonly epochs: number;
  /** Index of the first epoch. */
  readonly initialEpoch: number;
  /** Steps in each epoch; Infinity where `fitDataset` is not told how many there are. */
  readonly steps: number;
  /** Training samples; Infinity for `fitDataset`. */
  readonly samples: number;
  /** Samples in a step; for `fitDataset`, in the largest so far. */
  readonly batchSize: number;
  /** Names of the loss and the metrics that each epoch ends with, such as `loss` and `valLoss`. */
  readonly metricNames: readonly string[];
  /** @deprecated Since 0.2; use `metricNames`. */
  readonly figures: readonly string[];
  readonly model: TrainedModel;
  /**
   * Ends the training, with the status `stopped` and the reason as its message: called in `onEpochEnd` after that
   * epoch, in `onBatchEnd` at that step.
   */
  stop(reason: string): void;
}

type Result = void | Promise<void>;

/**
 * Takes part in `fit`; each method is optional, and those named `on…` may be asynchronous. What one throws ends the
 * training and comes out of `fit`, the weights staying as after the last step.
 *
 * A loss that becomes NaN or infinite needs no callback: it ends the training with the status `diverged`.
 *
 * @example
 * let least = Infinity;
 * const watch: Callback = {
 *   onTrainBegin: () => void (least = Infinity),
 *   onEpochEnd: (epoch, { loss }) => void (least = Math.min(least, loss)),
 *   // Kept in checkpoints, so that a training that goes on knows of the epochs before.
 *   name: 'least loss',
 *   state: () => least,
 *   restore: (state) => void (least = Number(state)),
 * };
 */
export interface Callback {
  /**
   * Steps, counted over the whole run, after which `onBatchEnd` is called at the latest: 1 for every batch. Slices
   * end there, which costs speed. Without it they alone set the pace.
   */
  readonly batchInterval?: number;
  /** Tells whose `state` it is, where there are several callbacks. */
  readonly name?: string;
  /**
   * A copy of what it needs to go on, which a save keeps with the model: numbers, texts, booleans, null, arrays of
   * floats, and lists and plain objects of these. Undefined for nothing.
   */
  state?(): StateValue | undefined;
  /**
   * Goes on from the `state` of a callback of the same name, called after all `onTrainBegin` where a training goes on:
   * where `fit` begins with the epoch in which an earlier one, or that of the file, ended.
   */
  restore?(state: StateValue): void;
  onTrainBegin?(run: TrainingRun): Result;
  /** Also after a failure, so that what was opened can be closed; not where its `onTrainBegin` failed. */
  onTrainEnd?(history: History): Result;
  onEpochBegin?(epoch: number): Result;
  onEpochEnd?(epoch: number, logs: EpochLogs): Result;
  /**
   * After each slice of about 50 ms, with the index of its last step: batches are trained many at a time. In
   * `fitDataset`, after each batch.
   */
  onBatchEnd?(step: number, logs: BatchLogs): Result;
}
