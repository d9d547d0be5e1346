import { positiveInteger, show } from '../../checks.js';
import { DTypeError } from '../../errors.js';

/** Where items come from: an iterable, or a function that returns a new one. */
export type PrefetchSource<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>);

/**
 * The same items, with up to `count` of them requested ahead: `fitDataset` trains on one batch while the next ones are read
 * and prepared.
 *
 * Each pass iterates over the source anew, which several epochs need: a generator is used up by the first pass, so pass a
 * generator function instead. A failure is thrown where its item would have come; the source is closed when a pass ends
 * early.
 *
 * @param count largest number of items requested ahead; 2 by default
 * @throws DTypeError when the source is not iterable; ArgumentError for a count below 1
 * @example await net.fitDataset(prefetch(() => csvBatches('large.csv', { target: 'y', batchSize: 128 }), 4))
 */
export function prefetch<T>(source: PrefetchSource<T>, count = 2): AsyncIterable<T> {
  const ahead = positiveInteger(count, 'count', 'prefetch');
  if (typeof source !== 'function') checkIterable(source);
  return { [Symbol.asyncIterator]: () => run(source, ahead) };
}

async function* run<T>(source: PrefetchSource<T>, ahead: number): AsyncGenerator<T> {
  const opened: unknown = typeof source === 'function' ? source() : source;
  const iterator = iteratorOf<T>(checkIterable(opened));
  const queue: Promise<IteratorResult<T, unknown>>[] = [];
  const state = { isEnded: false, pending: 0 };
  const next = async () => {
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
  const request = () => {
    const item = next();
    // The loop below awaits the item and throws its failure; until then Node must not call it unhandled.
    item.catch(() => undefined);
    queue.push(item);
  };
  try {
    for (;;) {
      while (queue.length <= ahead && !state.isEnded) request();
      const item = await queue.shift();
      if (!item || item.done) return;
      yield item.value;
    }
  } finally {
    const closed = Promise.resolve(iterator.return?.());
    // A generator in the middle of an `await` closes only after it: data may never come, so the pass does not wait.
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
    remedy: 'pass a generator function that yields [x, y], for example',
  });
}
