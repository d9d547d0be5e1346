import { positiveInteger, show } from '../../checks.js';
import { DTypeError } from '../../errors.js';

/** Something that gives one after the other: an iterable, or a function that opens a new one. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>);

/**
 * The same items with up to `count` of them asked for ahead, so that reading and preparing go on while whoever takes
 * them works: `fitDataset` trains on one batch while the next are on their way.
 *
 * Each pass opens the source anew where it can be: pass a function, such as a generator function, for several epochs.
 * A failure comes out where its item would have; the source is released when a pass ends early.
 *
 * @param count items on their way at most; 2 by default.
 * @throws DTypeError when the source gives no items; ArgumentError for a count below 1
 * @example await net.fitDataset(prefetch(() => csvBatches('large.csv', { target: 'y', batchSize: 128 }), 4))
 */
export function prefetch<T>(source: Source<T>, count = 2): AsyncIterable<T> {
  const ahead = positiveInteger(count, 'count', 'prefetch');
  if (typeof source !== 'function') checkIterable(source);
  return { [Symbol.asyncIterator]: () => run(source, ahead) };
}

async function* run<T>(source: Source<T>, ahead: number): AsyncGenerator<T> {
  const opened: unknown = typeof source === 'function' ? source() : source;
  const iterator = iteratorOf<T>(checkIterable(opened));
  const queue: Promise<IteratorResult<T, unknown>>[] = [];
  const state = { isEnded: false, pending: 0 };
  const answer = async () => {
    state.pending++;
    try {
      const item = await iterator.next();
      if (item.done) state.isEnded = true;
      return item;
    } catch (error) {
      state.isEnded = true;
      throw error;
    } finally {
      state.pending--;
    }
  };
  const ask = () => {
    const item = answer();
    // Whoever awaits it sees the failure; until then it is not unhandled.
    item.catch(() => undefined);
    queue.push(item);
  };
  try {
    for (;;) {
      while (queue.length <= ahead && !state.isEnded) ask();
      const next = queue.shift();
      const item = await next;
      if (!item || item.done) return;
      yield item.value;
    }
  } finally {
    const closed = Promise.resolve(iterator.return?.());
    // A generator that waits for data that may never come ends when they do; nobody waits for that.
    if (state.pending > 0) closed.catch(() => undefined);
    else await closed;
  }
}

function iteratorOf<T>(
  source: Iterable<T> | AsyncIterable<T>,
): Iterator<T, unknown> | AsyncIterator<T, unknown> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function checkIterable<T>(value: unknown): Iterable<T> | AsyncIterable<T> {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && (Symbol.asyncIterator in value || Symbol.iterator in value)) return value as Iterable<T>;
  throw new DTypeError({
    code: 'source',
    operation: 'prefetch',
    actual: `the source is ${show(value)}`,
    expected: 'it must be iterable, or a function that returns something iterable',
    remedy: 'pass a generator function that yields [x, y]',
  });
}
