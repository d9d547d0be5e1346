import type { EpochLogs } from './callbacks/callback.js';

/** Values after each finished epoch. */
export interface Curves {
  loss: number[];
  accuracy?: number[];
  valLoss?: number[];
  valAccuracy?: number[];
}

/** Where training stopped early: the epoch, and how many of its steps were done. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
}

const CURVES = ['loss', 'accuracy', 'valLoss', 'valAccuracy'] as const;

/** What `fit` answers; `model.history` is that of the latest run, also while it runs. */
export class History {
  /** Indices of the finished epochs. */
  readonly epochs: number[] = [];
  /** One list for each figure, with a value for each finished epoch. */
  readonly history: Curves = { loss: [] };
  /**
   * `completed`, `aborted` by the signal, or `diverged` when the loss became NaN or infinite, in which case the
   * model keeps the last good weights. `running` until then; `failed` when a callback threw.
   */
  status: 'running' | 'completed' | 'aborted' | 'diverged' | 'failed' = 'running';
  /** The status as a sentence. */
  message = 'training runs';
  /** Absent when all epochs were finished. */
  stoppedAt?: Position;

  /** @internal */
  record(logs: EpochLogs): void {
    this.epochs.push(logs.epoch);
    for (const name of CURVES) {
      const value = logs[name];
      if (value !== undefined) (this.history[name] ??= []).push(value);
    }
  }

  /** @internal */
  end(status: 'completed' | 'aborted' | 'diverged' | 'failed', at?: Position): void {
    this.status = status;
    if (at) this.stoppedAt = at;
    const where = at ? ` in epoch ${at.epoch + 1} after ${at.step} of its steps` : '';
    this.message = `${SENTENCES[status]}${where}`;
    if (status === 'diverged')
      this.message += '; the model keeps the last good weights; lower the learning rate';
  }
}

const SENTENCES = {
  completed: 'all epochs were trained',
  aborted: 'training was aborted by the signal',
  diverged: 'the loss or a weight became NaN or infinite',
  failed: 'a callback or the backend failed',
};
