import type { ArrayLike, ScaledArray } from '../../array.js';
import { integer, positiveInteger } from '../../checks.js';
import { prefetch } from './prefetch.js';
import { readValues } from './values.js';

/** Samples and targets of one batch. */
export type DataBatch = readonly [x: ScaledArray, y: ScaledArray];

/** A batch changed by the function of `map`; without `y` the targets stay. */
export interface MappedBatch {
  readonly x: ArrayLike;
  readonly y?: ArrayLike | undefined;
}

/**
 * Batches of a data set, made as they are iterated over. Each `for … of` starts with the first batch, so `fitDataset` takes
 * them for any number of epochs. `dataset(x, y).batch(n)` returns them.
 */
export class Batches implements Iterable<DataBatch> {
  readonly #open: () => Iterator<DataBatch>;
  /** Number of batches; infinite after `repeat()`. */
  readonly length: number;

  /** Called by `Dataset`. */
  constructor(open: () => Iterator<DataBatch>, length: number) {
    this.#open = open;
    this.length = length;
  }

  [Symbol.iterator](): Iterator<DataBatch> {
    return this.#open();
  }

  /**
   * Batches changed by a function, which is called anew in each pass, as augmentation needs.
   *
   * @example for (const [x, y] of batches.map(augment({ flip: 'horizontal', seed: 1 }))) net.trainOnBatch(x, y)
   */
  map(change: (x: ScaledArray, y: ScaledArray, index: number) => MappedBatch): Batches {
    const batches = (): Iterable<DataBatch> => this;
    return new Batches(function* () {
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

  /** The first `count` batches, or all where there are fewer. */
  take(count: number): Batches {
    const taken = integer(count, 'count', 'take', 0);
    const batches = (): Iterable<DataBatch> => this;
    return new Batches(
      function* () {
        let left = taken;
        if (left === 0) return;
        for (const batch of batches()) {
          yield batch;
          if (--left === 0) return;
        }
      },
      Math.min(taken, this.length),
    );
  }

  /** All batches but the first `count`. */
  skip(count: number): Batches {
    const skipped = integer(count, 'count', 'skip', 0);
    const batches = (): Iterable<DataBatch> => this;
    return new Batches(
      function* () {
        let left = skipped;
        for (const batch of batches()) if (left-- <= 0) yield batch;
      },
      Math.max(0, this.length - skipped),
    );
  }

  /** The batches `count` times over; without end by default, which needs `stepsPerEpoch` in `fitDataset`. */
  repeat(count = Infinity): Batches {
    const times = count === Infinity ? count : positiveInteger(count, 'count', 'repeat');
    const batches = (): Iterable<DataBatch> => this;
    const isEmpty = this.length === 0;
    return new Batches(
      function* () {
        for (let time = 0; time < times && !isEmpty; time++) yield* batches();
      },
      isEmpty ? 0 : this.length * times,
    );
  }

  /** The batches with `count` of them prepared ahead; see `prefetch`. */
  prefetch(count = 2): AsyncIterable<DataBatch> {
    return prefetch<DataBatch>(this, count);
  }
}
