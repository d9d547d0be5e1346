import type { NdArray } from '../../array.js';
import type { MetricValue } from '../metrics/metric.js';

/** Loss and metrics of training; each is a mean over the samples. */
export interface Logs {
  /** Index of the epoch, from 0. */
  readonly epoch: number;
  readonly loss: number;
  /** Share of correct classifications, where `compile` asked for it. */
  readonly accuracy?: number;
  /** Seconds since the epoch began, without validation. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
  /** Other metrics, by their names. */
  readonly [metric: string]: number | NdArray | undefined;
}

export interface EpochLogs extends Logs {
  /** Loss on the validation data, where there are some. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
}

export interface BatchLogs extends Logs {
  /** Number of steps of the epoch that are done. */
  readonly step: number;
  /** Number of steps of the epoch; Infinity for `fitDataset` without `stepsPerEpoch`. */
  readonly steps: number;
}

/** Values at the end of each epoch, by the names of loss and metrics. */
export interface Curves {
  loss: number[];
  accuracy?: number[];
  valLoss?: number[];
  valAccuracy?: number[];
  learningRate?: number[];
  [metric: string]: MetricValue[] | undefined;
}

/** Where training stopped early: the epoch, and how many of its steps were done. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
}

export type Status = 'running' | 'completed' | 'stopped' | 'aborted' | 'diverged' | 'failed';

/** What logs hold beside metric values. */
const NOT_METRICS = ['epoch', 'seconds', 'samplesPerSecond'];

/** What `fit` returns; `model.history` is that of the latest `fit`, also while it runs. */
export class History {
  /** Indices of the epochs that have ended. */
  readonly epochs: number[] = [];
  /** One list for the loss and each metric, with a value for each epoch that has ended. */
  readonly history: Curves = { loss: [] };
  /**
   * `completed`, `stopped` by a callback, `aborted` by the signal, or `diverged` when the loss became NaN or
   * infinite, in which case the model keeps the last good weights. `running` until then; `failed` when a
   * callback threw.
   */
  status: Status = 'running';
  /** The status as a sentence. */
  message = 'training runs';
  /** Where training stopped early; absent where all epochs have ended. */
  stoppedAt?: Position;

  /** @internal */
  record(logs: Logs): void {
    this.epochs.push(logs.epoch);
    for (const name of Object.keys(logs)) {
      const value = logs[name];
      if (value === undefined || NOT_METRICS.includes(name)) continue;
      (this.history[name] ??= []).push(value as MetricValue);
    }
  }

  /** @internal */
  end(status: Exclude<Status, 'running'>, at?: Position, reason?: string): void {
    this.status = status;
    if (at) this.stoppedAt = at;
    const where = at ? ` in epoch ${at.epoch + 1} after ${at.step} of its steps` : '';
    this.message = `${reason ?? SENTENCES[status]}${where}`;
    if (status === 'diverged')
      this.message += '; the model keeps the last good weights; lower the learning rate';
  }
}

const SENTENCES = {
  completed: 'all epochs were trained',
  stopped: 'a callback stopped the training',
  aborted: 'training was aborted by the signal',
  diverged: 'the loss or a weight became NaN or infinite',
  failed: 'a callback or the backend failed',
};
