import type { Logs, Position } from '../callbacks/history.js';
import type { MetricValue } from '../metrics/metric.js';
import type { RunningMetrics } from './runningMetrics.js';
import type { EpochPart } from './resumeState.js';

/** One epoch while it is trained. */
export class EpochState {
  step = 0;
  /** Of the latest step. */
  learningRate = NaN;
  readonly #start = performance.now();
  /** Samples that were trained before the clock began. */
  #before = 0;

  /** @param seconds that the epoch took, where the clock has not just begun to run */
  constructor(
    readonly epoch: number,
    readonly score: RunningMetrics,
    private readonly seconds?: number,
  ) {}

  get position(): Position {
    return { epoch: this.epoch, step: this.step };
  }

  /** What is done of the epoch, for `restore`. */
  get part(): EpochPart {
    return { step: this.step, learningRate: this.learningRate, score: this.score.state() };
  }

  /** Goes on with an epoch. */
  restore({ step, learningRate, score }: EpochPart): void {
    this.step = step;
    this.learningRate = learningRate;
    this.score.restore(score);
    this.#before = this.score.samples;
  }

  /** @param validation figures that come before the circumstances */
  logs(validation: Readonly<Record<string, MetricValue>> = {}): Logs {
    const seconds = Math.max(this.seconds ?? (performance.now() - this.#start) / 1000, 1e-6);
    return Object.assign(this.score.values(), validation, {
      epoch: this.epoch,
      learningRate: this.learningRate,
      seconds,
      samplesPerSecond: (this.score.samples - this.#before) / seconds,
    });
  }
}
