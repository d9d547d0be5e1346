import type { BatchIterable, SourceBatch } from './fitDatasetOptions.js';

type Item = IteratorResult<SourceBatch, unknown>;

/** Promises, one after the other, that an asynchronous generator which does not wait takes to give its answer. */
const HOPS = 10;

/** Batches of an iterable that begins anew after its end, with one asked for ahead. */
export class Source {
  #iterator: Iterator<SourceBatch, unknown> | AsyncIterator<SourceBatch, unknown> | undefined;
  #ahead: Promise<Item> | undefined;
  /** Whether the source works on an answer. */
  #isPending = false;
  readonly #aborted: Promise<undefined> | undefined;

  constructor(
    private readonly open: () => BatchIterable,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#aborted =
      signal &&
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
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
    const asked = this.#ahead ?? this.#ask();
    this.#ahead = undefined;
    const item = await (this.#aborted ? Promise.race([asked, this.#aborted]) : asked);
    if (!item) return undefined;
    if (item.done) {
      this.#iterator = undefined;
      return undefined;
    }
    if (isMoreWanted) this.#ahead = this.#ask();
    return item.value;
  }

  /** Whether the next batch is there already, or comes before any other event. */
  async isReady(): Promise<boolean> {
    for (let hop = 0; hop < HOPS && this.#isPending; hop++) await Promise.resolve();
    return this.#ahead !== undefined && !this.#isPending;
  }

  /** Lets the source release what it holds. */
  async close(): Promise<void> {
    const closed = Promise.resolve(this.#iterator?.return?.());
    this.#iterator = undefined;
    // A generator that waits for data that may never come ends when they do; nobody waits for that.
    if (this.#isPending) closed.catch(() => undefined);
    else await closed;
  }

  #ask(): Promise<Item> {
    const answer = this.#answer();
    // Whoever awaits it sees the failure; until then it is not unhandled.
    answer.catch(() => undefined);
    return answer;
  }

  async #answer(): Promise<Item> {
    this.#isPending = true;
    try {
      this.#iterator ??= iteratorOf(this.open());
      return await this.#iterator.next();
    } finally {
      this.#isPending = false;
    }
  }
}

function iteratorOf(source: BatchIterable) {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
