import type { History } from '../../../nn/callbacks/history.js';
import type { Model } from '../../../nn/model/model.js';
import { tell } from '../../terminal/output.js';

export interface WatchOptions {
  /** Index after the last epoch. */
  readonly epochs: number;
  /** Whether finished epochs are told. */
  readonly isTold: boolean;
  readonly save: (history: History) => Promise<void>;
  /** Seconds from one save to the next. */
  readonly saveEvery: number;
}

/** So many epochs have a line each; of more, those a second apart. */
export const FEW = 50;
const SECOND = 1000;

/**
 * Looks at a training once a second: tells how far it is, and saves it from time to time. Unlike a callback that costs
 * an epoch nothing, however short it is.
 */
export class Watch {
  readonly #timer: NodeJS.Timeout;
  readonly #failed = new AbortController();
  #saving: Promise<void> | undefined;
  #saved = performance.now();
  #told = 0;

  constructor(
    private readonly net: Model,
    private readonly options: WatchOptions,
  ) {
    this.#timer = setInterval(() => this.#look(), SECOND);
  }

  /** Aborts the training when a save fails. */
  get signal(): AbortSignal {
    return this.#failed.signal;
  }

  /** Ends the watch; throws what a save threw. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saving;
    this.signal.throwIfAborted();
    const { history } = this.net;
    if (!this.options.isTold || !history) return;
    const count = history.epochs.length;
    const untold = count <= FEW ? this.#told : Math.max(this.#told, count - 1);
    if (count > FEW && this.#told === 0) this.#tell(history, 0);
    for (let index = untold; index < count; index++) this.#tell(history, index);
  }

  #look(): void {
    const { history } = this.net;
    if (history?.status !== 'running') return;
    const count = history.epochs.length;
    const { isTold, save, saveEvery } = this.options;
    if (isTold && count > this.#told) this.#tell(history, count - 1);
    if (this.#saving || performance.now() - this.#saved < SECOND * saveEvery) return;
    this.#saving = save(history)
      .catch((error: unknown) => this.#failed.abort(error))
      .finally(() => {
        this.#saved = performance.now();
        this.#saving = undefined;
      });
  }

  #tell({ epochs, history }: History, index: number): void {
    this.#told = index + 1;
    const figures = Object.entries(history).flatMap(([name, values]) => {
      const value = values?.[index];
      return typeof value === 'number' && name !== 'learningRate' ? [`${name} ${value.toPrecision(4)}`] : [];
    });
    tell(`epoch ${(epochs[index] ?? 0) + 1}/${this.options.epochs}: ${figures.join(', ')}`);
  }
}
