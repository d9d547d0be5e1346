import type { History } from '../history.js';

/** What a training run is about to do. */
export interface TrainingRun {
  /** Index after the last epoch. */
  readonly epochs: number;
  /** Index of the first epoch. */
  readonly initialEpoch: number;
  /** Steps in each epoch. */
  readonly steps: number;
  /** Training samples. */
  readonly samples: number;
  readonly batchSize: number;
}

/** Figures of training; each is a mean over the samples. */
export interface Logs {
  /** Index of the epoch, from 0. */
  readonly epoch: number;
  readonly loss: number;
  /** Share of correct classifications, where `compile` asked for it. */
  readonly accuracy?: number;
  /** Since the epoch began, without validation. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

export interface EpochLogs extends Logs {
  /** On the validation data, where there are some. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
}

export interface BatchLogs extends Logs {
  /** Steps of the epoch that are done. */
  readonly step: number;
  readonly steps: number;
}

type Result = void | Promise<void>;

/**
 * Takes part in `fit`; each method is optional and may be asynchronous. What one throws ends the training
 * and comes out of `fit`, the weights staying as after the last step.
 */
export interface Callback {
  onTrainBegin?(run: TrainingRun): Result;
  onTrainEnd?(history: History): Result;
  onEpochBegin?(epoch: number): Result;
  onEpochEnd?(epoch: number, logs: EpochLogs): Result;
  /** After each slice of about 50 ms, with the index of its last step: batches are trained many at a time. */
  onBatchEnd?(step: number, logs: BatchLogs): Result;
}
