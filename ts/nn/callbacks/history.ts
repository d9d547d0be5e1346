import type { NdArray } from '../../array.js';
import type { MetricValue } from '../metrics/metric.js';

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
  /** Other metrics, by their names. */
  readonly [figure: string]: number | NdArray | undefined;
}

export interface EpochLogs extends Logs {
  /** On the validation data, where there are some. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
}

export interface BatchLogs extends Logs {
  /** Steps of the epoch that are done. */
  readonly step: number;
  /** Steps of the epoch; Infinity where `fitDataset` is not told how many there are. */
  readonly steps: number;
}

/** Values after each finished epoch, by the names of the figures. */
export interface Curves {
  loss: number[];
  accuracy?: number[];
  valLoss?: number[];
  valAccuracy?: number[];
  learningRate?: number[];
  [figure: string]: MetricValue[] | undefined;
}

/** Where training stopped early: the epoch, and how many of its steps were done. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
}

export type Status = 'running' | 'completed' | 'stopped' | 'aborted' | 'diverged' | 'failed';

/** What logs hold beside figures. */
const CIRCUMSTANCES = ['epoch', 'seconds', 'samplesPerSecond'];

/** What `fit` answers; `model.history` is that of the latest run, also while it runs. */
export class History {
  /** Indices of the finished epochs. */
  readonly epochs: number[] = [];
  /** One list for each figure, with a value for each finished epoch. */
  readonly history: Curves = { loss: [] };
  /**
   * `completed`, `stopped` by a callback, `aborted` by the signal, or `diverged` when the loss became NaN or
   * infinite, in which case the model keeps the last good weights. `running` until then; `failed` when a
   * callback threw.
   */
  status: Status = 'running';
  /** The status as a sentence. */
  message = 'training runs';
  /** Absent when all epochs were finished. */
  stoppedAt?: Position;

  /** @internal */
  record(logs: Logs): void {
    this.epochs.push(logs.epoch);
    for (const name of Object.keys(logs)) {
      const value = logs[name];
      if (value === undefined || CIRCUMSTANCES.includes(name)) continue;
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
