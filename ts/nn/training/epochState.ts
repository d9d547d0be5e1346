import type { Logs, Position } from '../callbacks/history.js';
import type { MetricValue } from '../metrics/metric.js';
import type { PartialEpoch } from './resumeState.js';
import type { RunningMetrics } from './runningMetrics.js';

/** One epoch while it is trained. */
export class EpochState {
  /** Steps that are done. */
  step = 0;
  /** Learning rate of the latest step; NaN before the first. */
  learningRate = NaN;
  readonly #start = performance.now();
  /** Samples that an earlier call trained, before the clock of this one started. */
  #samplesBefore = 0;

  /** @param seconds how long the epoch took, where it was trained before this object was made */
  constructor(
    /** Index of the epoch. */
    readonly epoch: number,
    readonly metrics: RunningMetrics,
    private readonly seconds?: number,
  ) {}

  get position(): Position {
    return { epoch: this.epoch, step: this.step };
  }

  /** What is done of the epoch, for `restore`. */
  get partialEpoch(): PartialEpoch {
    return { step: this.step, learningRate: this.learningRate, metrics: this.metrics.state() };
  }

  /** Resumes an epoch that an earlier call began. */
  restore({ step, learningRate, metrics }: PartialEpoch): void {
    this.step = step;
    this.learningRate = learningRate;
    this.metrics.restore(metrics);
    this.#samplesBefore = this.metrics.samples;
  }

  /** @param validation values on the validation data, which come before index, learning rate and times */
  logs(validation: Readonly<Record<string, MetricValue>> = {}): Logs {
    const seconds = Math.max(this.seconds ?? (performance.now() - this.#start) / 1000, 1e-6);
    return Object.assign(this.metrics.values(), validation, {
      epoch: this.epoch,
      learningRate: this.learningRate,
      seconds,
      samplesPerSecond: (this.metrics.samples - this.#samplesBefore) / seconds,
    });
  }
}
