import type { Totals } from '../backend/backend.js';
import type { Logs } from './callbacks/callback.js';
import type { Position } from './history.js';

/** The sums of one epoch while it is trained. */
export class Tally {
  step = 0;
  #samples = 0;
  #loss = 0;
  #correct = 0;
  readonly #start = performance.now();

  constructor(
    readonly epoch: number,
    private readonly countsCorrect: boolean,
  ) {}

  get position(): Position {
    return { epoch: this.epoch, step: this.step };
  }

  add(steps: number, totals: Totals): void {
    this.step += steps;
    this.#samples += totals.samples;
    this.#loss += totals.loss;
    this.#correct += totals.correct;
  }

  logs(): Logs {
    const seconds = Math.max((performance.now() - this.#start) / 1000, 1e-6);
    const samples = this.#samples;
    return {
      epoch: this.epoch,
      loss: this.#loss / samples,
      ...(this.countsCorrect && { accuracy: this.#correct / samples }),
      seconds,
      samplesPerSecond: samples / seconds,
    };
  }
}
