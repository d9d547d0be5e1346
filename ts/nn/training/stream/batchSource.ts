import type { BatchIterable, SourceBatch } from './fitDatasetOptions.js';

type Item = IteratorResult<SourceBatch, unknown>;

/** What a source returned, or why it failed. */
type Outcome = { readonly item: Item } | { readonly error: unknown };

/**
 * Microtasks after which an asynchronous generator that does not wait for anything has settled its promise: `yield` in an
 * async generator takes several.
 */
const MICROTASKS = 10;

/**
 * Batches of an iterable that begins anew after its end, with one batch requested ahead. A synchronous source costs no
 * promise.
 */
export class BatchIterator {
  #iterator: Iterator<SourceBatch, unknown> | AsyncIterator<SourceBatch, unknown> | undefined;
  /** What the source has returned and nobody has taken. */
  #outcome: Outcome | undefined;
  /** Whether the source works on the next batch. */
  #isPending = false;
  #wake: () => void = () => undefined;
  readonly #onAbort = () => this.#wake();

  constructor(
    private readonly iterable: () => BatchIterable,
    private readonly signal: AbortSignal | undefined,
  ) {}

  open(): void {
    this.signal?.addEventListener('abort', this.#onAbort);
  }

  /** The first batch of an epoch. Where the previous epoch took the last one, the source begins anew. */
  async first(isMoreWanted: boolean): Promise<SourceBatch | undefined> {
    const isGoing = this.#iterator !== undefined;
    return (await this.next(isMoreWanted)) ?? (isGoing ? this.next(isMoreWanted) : undefined);
  }

  /** Skips the batches of an epoch that resumes; returns whether the source had as many. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; left--) if ((await this.next(true)) === undefined) return false;
    return true;
  }

  /** The next batch; undefined at the end of the source, or when the signal comes first. */
  async next(isMoreWanted: boolean): Promise<SourceBatch | undefined> {
    if (this.signal?.aborted) return undefined;
    if (!this.#outcome && !this.#isPending) this.#request();
    if (this.#isPending) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.take(isMoreWanted);
  }

  /** Whether the next batch is there already. */
  get isReady(): boolean {
    return this.#outcome !== undefined;
  }

  /** Waits as long as an asynchronous source needs that waits for nothing; returns whether the next batch is there. */
  async settlesAtOnce(): Promise<boolean> {
    for (let task = 0; task < MICROTASKS && this.#isPending; task++) await Promise.resolve();
    return this.isReady;
  }

  /** The batch that is there; undefined at the end of the source. */
  take(isMoreWanted: boolean): SourceBatch | undefined {
    const outcome = this.#outcome;
    this.#outcome = undefined;
    if (!outcome) return undefined;
    if ('error' in outcome) throw outcome.error;
    if (outcome.item.done) {
      this.#iterator = undefined;
      return undefined;
    }
    if (isMoreWanted) this.#request();
    return outcome.item.value;
  }

  /** Lets the source release its resources. */
  async close(): Promise<void> {
    this.signal?.removeEventListener('abort', this.#onAbort);
    const closed = Promise.resolve(this.#iterator?.return?.());
    this.#iterator = undefined;
    // A generator that awaits data ends when they come, which may be never: so nobody waits for it.
    if (this.#isPending) closed.catch(() => undefined);
    else await closed;
  }

  #request(): void {
    try {
      this.#iterator ??= iteratorOf(this.iterable());
      const item = this.#iterator.next();
      if (!('then' in item)) {
        this.#outcome = { item };
        return;
      }
      this.#isPending = true;
      item.then(
        (item) => this.#settle({ item }),
        (error: unknown) => this.#settle({ error }),
      );
    } catch (error) {
      this.#outcome = { error };
    }
  }

  #settle(outcome: Outcome): void {
    this.#isPending = false;
    this.#outcome = outcome;
    this.#wake();
  }
}

function iteratorOf(source: BatchIterable) {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
