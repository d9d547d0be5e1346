import type { BatchIterable, SourceBatch } from './fitDatasetOptions.js';

type Item = IteratorResult<SourceBatch, unknown>;

/** What a source gave, or why it failed. */
type Answer = { readonly item: Item } | { readonly error: unknown };

/** Promises, one after the other, that an asynchronous generator which does not wait takes to give its answer. */
const HOPS = 10;

/**
 * Batches of an iterable that begins anew after its end, with one asked for ahead. What does not wait is there at once,
 * without a promise.
 */
export class BatchIterator {
  #iterator: Iterator<SourceBatch, unknown> | AsyncIterator<SourceBatch, unknown> | undefined;
  /** What came and was not taken. */
  #answer: Answer | undefined;
  /** Whether the source works on an answer. */
  #isPending = false;
  #wake: () => void = () => undefined;
  readonly #onAbort = () => this.#wake();

  constructor(
    private readonly open: () => BatchIterable,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', this.#onAbort);
  }

  /** The first batch of an epoch: where the last one took all that there was, from a new beginning. */
  async first(isMoreWanted: boolean): Promise<SourceBatch | undefined> {
    const isGoing = this.#iterator !== undefined;
    return (await this.next(isMoreWanted)) ?? (isGoing ? this.next(isMoreWanted) : undefined);
  }

  /** Passes over batches, of an epoch that goes on; answers whether there were so many. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; left--) if ((await this.next(true)) === undefined) return false;
    return true;
  }

  /** The next batch; undefined at the end of the source, or when the signal comes first. */
  async next(isMoreWanted: boolean): Promise<SourceBatch | undefined> {
    if (this.signal?.aborted) return undefined;
    if (!this.#answer && !this.#isPending) this.#ask();
    if (this.#isPending) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.take(isMoreWanted);
  }

  /** Whether the next batch is there already. */
  get isReady(): boolean {
    return this.#answer !== undefined;
  }

  /** Whether the next batch comes before any other event. */
  async comesAtOnce(): Promise<boolean> {
    for (let hop = 0; hop < HOPS && this.#isPending; hop++) await Promise.resolve();
    return this.isReady;
  }

  /** The batch that is there; undefined at the end of the source. */
  take(isMoreWanted: boolean): SourceBatch | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    if (!answer) return undefined;
    if ('error' in answer) throw answer.error;
    if (answer.item.done) {
      this.#iterator = undefined;
      return undefined;
    }
    if (isMoreWanted) this.#ask();
    return answer.item.value;
  }

  /** Lets the source release what it holds. */
  async close(): Promise<void> {
    this.signal?.removeEventListener('abort', this.#onAbort);
    const closed = Promise.resolve(this.#iterator?.return?.());
    this.#iterator = undefined;
    // A generator that waits for data that may never come ends when they do; nobody waits for that.
    if (this.#isPending) closed.catch(() => undefined);
    else await closed;
  }

  #ask(): void {
    try {
      this.#iterator ??= iteratorOf(this.open());
      const item = this.#iterator.next();
      if (!('then' in item)) {
        this.#answer = { item };
        return;
      }
      this.#isPending = true;
      item.then(
        (item) => this.#settle({ item }),
        (error: unknown) => this.#settle({ error }),
      );
    } catch (error) {
      this.#answer = { error };
    }
  }

  #settle(answer: Answer): void {
    this.#isPending = false;
    this.#answer = answer;
    this.#wake();
  }
}

function iteratorOf(source: BatchIterable) {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
