import type { ArrayLike, ScaledArray } from '../../array.js';
import { integer, positiveInteger } from '../../checks.js';
import { prefetch } from './prefetch.js';
import { readValues } from './values.js';

/** Samples and targets of one step. */
export type DataBatch = readonly [x: ScaledArray, y: ScaledArray];

/** What a function makes of a batch; without `y` the targets stay. */
export interface MappedBatch {
  readonly x: ArrayLike;
  readonly y?: ArrayLike | undefined;
}

/**
 * Batches of a data set, made when they are asked for; each `for … of` begins anew, so `fitDataset` takes them for any
 * number of epochs. Made by `dataset(x, y).batch(n)`.
 */
export class Batches implements Iterable<DataBatch> {
  readonly #open: () => Iterator<DataBatch>;
  /** Number of batches; infinite after `repeat()`. */
  readonly length: number;

  /** For `Dataset`. */
  constructor(open: () => Iterator<DataBatch>, length: number) {
    this.#open = open;
    this.length = length;
  }

  [Symbol.iterator](): Iterator<DataBatch> {
    return this.#open();
  }

  /**
   * Batches changed by a function, which is called anew in each pass: the place for augmentation.
   *
   * @example for (const [x, y] of batches.map(augment({ flip: 'horizontal', seed: 1 }))) net.trainOnBatch(x, y)
   */
  map(change: (x: ScaledArray, y: ScaledArray, index: number) => MappedBatch): Batches {
    const batches = (): Iterable<DataBatch> => this;
    return this.#made(function* () {
      let index = 0;
      for (const [x, y] of batches()) {
        const changed = change(x, y, index++);
        yield [
          readValues(changed.x, 'x', 'map'),
          changed.y === undefined ? y : readValues(changed.y, 'y', 'map'),
        ] as const;
      }
    }, this.length);
  }

  /** The first batches. */
  take(count: number): Batches {
    const most = integer(count, 'count', 'take', 0);
    const batches = (): Iterable<DataBatch> => this;
    return this.#made(
      function* () {
        let left = most;
        if (left === 0) return;
        for (const batch of batches()) {
          yield batch;
          if (--left === 0) return;
        }
      },
      Math.min(most, this.length),
    );
  }

  /** All but the first batches. */
  skip(count: number): Batches {
    const skipped = integer(count, 'count', 'skip', 0);
    const batches = (): Iterable<DataBatch> => this;
    return this.#made(
      function* () {
        let left = skipped;
        for (const batch of batches()) if (left-- <= 0) yield batch;
      },
      Math.max(0, this.length - skipped),
    );
  }

  /** The batches so many times over; for ever by default, which needs `stepsPerEpoch` in `fitDataset`. */
  repeat(count = Infinity): Batches {
    const times = count === Infinity ? count : positiveInteger(count, 'count', 'repeat');
    const batches = (): Iterable<DataBatch> => this;
    const isEmpty = this.length === 0;
    return this.#made(
      function* () {
        for (let time = 0; time < times && !isEmpty; time++) yield* batches();
      },
      isEmpty ? 0 : this.length * times,
    );
  }

  /** The batches with so many prepared ahead; see `prefetch`. */
  prefetch(count = 2): AsyncIterable<DataBatch> {
    return prefetch<DataBatch>(this, count);
  }

  #made(open: () => Iterator<DataBatch>, length: number): Batches {
    return new Batches(open, length);
  }
}
