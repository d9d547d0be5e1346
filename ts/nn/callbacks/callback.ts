import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import type { BatchLogs, EpochLogs, History } from './history.js';
import type { StateValue } from '../stateValue.js';

/** What callbacks may do with the model that is trained. */
export interface TrainedModel {
  /** Copies of all weights, running statistics included. */
  getWeights(): NdArray<FloatArray>[];
  setWeights(weights: readonly ArrayLike[]): void;
  /** Writes the whole model with its training state; a save that fails leaves the previous file. */
  save(path: string): Promise<void>;
  saveWeights(path: string): Promise<void>;
}

/** What a call of `fit` or `fitDataset` is about to do. */
export interface TrainingRun {
  /** Index after the last epoch. */
  readonly epochs: number;
  /** Index of the first epoch. */
  readonly initialEpoch: number;
  /** Steps in each epoch; Infinity for `fitDataset` without `stepsPerEpoch`. */
  readonly steps: number;
  /** Training samples; Infinity for `fitDataset`. */
  readonly samples: number;
  /** Samples in a step; for `fitDataset`, in the largest so far. */
  readonly batchSize: number;
  /** Names of the loss and the metrics that each epoch ends with, such as `loss` and `valLoss`. */
  readonly metricNames: readonly string[];
  /** @deprecated Use `metricNames`. */
  readonly figures: readonly string[];
  readonly model: TrainedModel;
  /**
   * Ends the training with the status `stopped` and the reason as its message: after the epoch where it is called in
   * `onEpochEnd`, at the step where it is called in `onBatchEnd`.
   */
  stop(reason: string): void;
}

type Result = void | Promise<void>;

/**
 * Takes part in `fit`; each method is optional, and those named `on…` may be asynchronous. An error that one throws ends
 * the training and is thrown by `fit`; the weights stay as after the last step.
 *
 * A loss that becomes NaN or infinite needs no callback: it ends the training with the status `diverged`.
 *
 * @example
 * let least = Infinity;
 * const watch: Callback = {
 *   onTrainBegin: () => void (least = Infinity),
 *   onEpochEnd: (epoch, { loss }) => void (least = Math.min(least, loss)),
 *   // Kept in checkpoints, so that a training that resumes knows of the earlier epochs.
 *   name: 'least loss',
 *   state: () => least,
 *   restore: (state) => void (least = Number(state)),
 * };
 */
export interface Callback {
  /**
   * Most steps, counted over the whole run, between two calls of `onBatchEnd`: 1 for every batch. Slices of training end
   * there, which costs speed. Without it `onBatchEnd` is called at the end of each slice.
   */
  readonly batchInterval?: number;
  /** Identifies the `state` of this callback where there are several. */
  readonly name?: string;
  /**
   * A copy of what the callback needs to resume, which a save keeps with the model: numbers, strings, booleans, null, float
   * arrays, and lists and plain objects of these. Undefined for nothing.
   */
  state?(): StateValue | undefined;
  /**
   * Resumes from the `state` of a callback of the same name. Called after all `onTrainBegin` where `fit` begins with the
   * epoch in which an earlier training, or that of a loaded file, ended.
   */
  restore?(state: StateValue): void;
  onTrainBegin?(run: TrainingRun): Result;
  /** Called after a failure, too, so that files can be closed; not where `onTrainBegin` of this callback failed. */
  onTrainEnd?(history: History): Result;
  onEpochBegin?(epoch: number): Result;
  onEpochEnd?(epoch: number, logs: EpochLogs): Result;
  /**
   * Called after each slice of about 50 ms, with the index of its last step, as many batches are trained in one call. In
   * `fitDataset`, called after each batch.
   */
  onBatchEnd?(step: number, logs: BatchLogs): Result;
}
