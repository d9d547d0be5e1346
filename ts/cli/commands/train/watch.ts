import type { History, Model } from '../../../nn/index.js';
import { notify } from '../../terminal/output.js';

export interface WatchOptions {
  /** Index after the last epoch. */
  readonly epochs: number;
  /** Whether finished epochs are reported. */
  readonly isReported: boolean;
  readonly save: (history: History) => Promise<void>;
  /** Least number of seconds between two saves. */
  readonly saveEvery: number;
}

/** Up to so many epochs have a line each; of more, about one in a second has. */
export const FEW_EPOCHS = 50;
const SECOND = 1000;

/**
 * Watches a training by a timer, once a second: reports how far it is, and saves it from time to time. A callback would
 * cost time in every epoch, which counts where epochs are short.
 */
export class Watch {
  readonly #timer: NodeJS.Timeout;
  readonly #failed = new AbortController();
  #saving: Promise<void> | undefined;
  #savedAt = performance.now();
  /** Number of epochs up to the latest that was reported. */
  #reported = 0;

  constructor(
    private readonly net: Model,
    private readonly options: WatchOptions,
  ) {
    this.#timer = setInterval(() => this.#check(), SECOND);
  }

  /** Aborted when a save fails, so that the training ends. */
  get signal(): AbortSignal {
    return this.#failed.signal;
  }

  /** Ends the watch and reports the epochs that are left; throws the error of a save that failed. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saving;
    this.signal.throwIfAborted();
    const { history } = this.net;
    if (!this.options.isReported || !history) return;
    const count = history.epochs.length;
    const next = count <= FEW_EPOCHS ? this.#reported : Math.max(this.#reported, count - 1);
    if (count > FEW_EPOCHS && this.#reported === 0) this.#report(history, 0);
    for (let index = next; index < count; index++) this.#report(history, index);
  }

  #check(): void {
    const { history } = this.net;
    if (history?.status !== 'running') return;
    const count = history.epochs.length;
    const { isReported, save, saveEvery } = this.options;
    if (isReported && count > this.#reported) this.#report(history, count - 1);
    if (this.#saving || performance.now() - this.#savedAt < SECOND * saveEvery) return;
    this.#saving = save(history)
      .catch((error: unknown) => this.#failed.abort(error))
      .finally(() => {
        this.#savedAt = performance.now();
        this.#saving = undefined;
      });
  }

  #report({ epochs, history }: History, index: number): void {
    this.#reported = index + 1;
    const metrics = Object.entries(history).flatMap(([name, values]) => {
      const value = values?.[index];
      return typeof value === 'number' && name !== 'learningRate' ? [`${name} ${value.toPrecision(4)}`] : [];
    });
    notify(`epoch ${(epochs[index] ?? 0) + 1}/${this.options.epochs}: ${metrics.join(', ')}`);
  }
}
