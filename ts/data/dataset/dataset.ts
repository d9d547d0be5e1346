import type { ArrayLike, ScaledArray } from '../../array.js';
import { boolean, checkOptions, integer, positiveInteger } from '../../checks.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { Random, readSeed } from '../../random/generator.js';
import { streams } from '../../random/streams.js';
import { Batches, type DataBatch } from './batches.js';
import { mapSamples, type MappedSample, sampleAt } from './map.js';
import { apportion, checkLabels, readShares, stratified } from './split.js';
import { gather, readValues, slice } from './values.js';

export interface BatchOptions {
  /** Whether a last batch that is smaller is dropped; false by default. */
  readonly dropRemainder?: boolean | undefined;
}

export interface ShuffleOptions {
  /** Seed of the order; a random one by default. */
  readonly seed?: number | undefined;
}

export interface SplitOptions extends ShuffleOptions {
  /** Whether every part gets the same share of each class; false by default. */
  readonly stratify?: boolean | undefined;
  /** Whether samples are put into random order first; true by default. */
  readonly shuffle?: boolean | undefined;
}

interface DatasetState {
  readonly x: ScaledArray;
  readonly y: ScaledArray | undefined;
  /** Indices of the samples in the order they are taken in; undefined for all in their own order. */
  readonly order: Uint32Array | undefined;
  /** Seed by which `batch` orders the samples anew in each pass; undefined where their order is fixed. */
  readonly seed: number | undefined;
}

/** Samples and their targets. It is immutable: every method returns a new data set, which shares the values. */
export class Dataset {
  /** Number of samples. */
  readonly length: number;
  readonly #state: DatasetState;
  #ordered: { readonly x: ScaledArray; readonly y: ScaledArray | undefined } | undefined;

  /** Called by `dataset`. */
  constructor(state: DatasetState) {
    this.#state = state;
    this.length = state.order?.length ?? state.x.shape[0] ?? 0;
  }

  /** The samples, shape [n, …]; the array that was passed itself, where all samples are left in their order. */
  get x(): ScaledArray {
    return this.#inOrder().x;
  }

  /** The targets, shape [n, …]. */
  get y(): ScaledArray {
    const { y } = this.#inOrder();
    if (y) return y;
    throw noTargets('dataset');
  }

  /** Whether there are targets. */
  get hasTargets(): boolean {
    return this.#state.y !== undefined;
  }

  /**
   * Batches of `size` samples, for `fitDataset` or `for … of`. After `shuffle` every pass has another order.
   *
   * @example await net.fitDataset(dataset(x, y).shuffle({ seed: 1 }).batch(32), { epochs: 10 })
   */
  batch(size: number, options: BatchOptions = {}): Batches {
    checkOptions(options, ['dropRemainder'], 'batch');
    const batchSize = positiveInteger(size, 'size', 'batch');
    const dropsRemainder = boolean(options.dropRemainder ?? false, 'dropRemainder', 'batch');
    if (!this.hasTargets) throw noTargets('batch');
    const count = dropsRemainder ? Math.floor(this.length / batchSize) : Math.ceil(this.length / batchSize);
    let passes = 0;
    return new Batches(() => this.#batches(batchSize, count, passes++), count);
  }

  *#batches(size: number, count: number, pass: number): Generator<DataBatch> {
    const { x, y, seed } = this.#state;
    if (!y) throw noTargets('batch');
    const order =
      seed !== undefined && pass > 0 ? shuffled(this.length, this.#state, pass) : this.#state.order;
    for (let batch = 0; batch < count; batch++) {
      const [from, to] = [batch * size, Math.min(this.length, (batch + 1) * size)];
      const indices = order?.subarray(from, to);
      yield indices ? [gather(x, indices), gather(y, indices)] : [slice(x, from, to), slice(y, from, to)];
    }
  }

  /** The samples in random order; one seed gives one order. */
  shuffle(options: ShuffleOptions = {}): Dataset {
    checkOptions(options, ['seed'], 'shuffle');
    const seed = readSeed(options.seed, 'shuffle');
    return new Dataset({ ...this.#state, order: shuffled(this.length, { ...this.#state, seed }, 0), seed });
  }

  /**
   * Splits the samples into a part of this share and the rest, or into parts of several shares whose sum is 1.
   *
   * @throws ArgumentError for shares out of range, a part without samples, or a class that is too small to stratify
   * @example const [train, test] = dataset(x, y).split(0.8, { seed: 1, stratify: true })
   */
  split(fraction: number, options?: SplitOptions): [Dataset, Dataset];
  split(fraction: readonly number[], options?: SplitOptions): Dataset[];
  split(fraction: number | readonly number[], options: SplitOptions = {}): Dataset[] {
    checkOptions(options, ['seed', 'stratify', 'shuffle'], 'split');
    const shares = readShares(fraction);
    const isShuffled = boolean(options.shuffle ?? true, 'shuffle', 'split');
    const random = new Random(readSeed(options.seed, 'split'), streams.split);
    const current = this.#order();
    const order = isShuffled ? random.shuffle(current.slice()) : current;
    if (boolean(options.stratify ?? false, 'stratify', 'split')) {
      const parts = stratified(checkLabels(this.#state.y, 'split'), order, shares, random);
      return parts.map((part) => this.#with(isShuffled ? part : part.sort()));
    }
    const sizes = apportion(this.length, shares);
    if (sizes.includes(0)) throw emptyPart(this.length, shares);
    let from = 0;
    return sizes.map((size) => this.#with(order.subarray(from, (from += size))));
  }

  /**
   * Changes every sample by a function, once; for changes in each pass see `Batches.map`.
   *
   * @param change gets a sample's values and target, and returns the new ones; without `y` the target stays
   * @throws ShapeError where the results differ in shape
   * @example dataset(x, y).map(({ x }) => ({ x: x.data.map((value) => value ** 2) }))
   */
  map(
    change: (sample: { x: ScaledArray; y: ScaledArray | undefined; index: number }) => MappedSample,
  ): Dataset {
    return new Dataset({ ...mapSamples(this.#inOrder(), change), order: undefined, seed: undefined });
  }

  /** The samples for which a function returns true. */
  filter(keep: (sample: { x: ScaledArray; y: ScaledArray | undefined; index: number }) => boolean): Dataset {
    const { x, y } = this.#state;
    return this.#with(
      this.#order().filter((sample, index) =>
        keep({ x: sampleAt(x, sample), y: y && sampleAt(y, sample), index }),
      ),
    );
  }

  /**
   * The samples with one of these labels.
   *
   * @throws ArgumentError where targets are not labels
   * @example dataset(x, y).filterLabels([0, 1])
   */
  filterLabels(labels: readonly number[]): Dataset {
    const { data, scale = 1 } = checkLabels(this.#state.y, 'filterLabels');
    const accepted = new Set(labels);
    return this.#with(this.#order().filter((sample) => accepted.has((data[sample] ?? NaN) * scale)));
  }

  /** The first `samples` samples, or all where there are fewer. */
  take(samples: number): Dataset {
    return this.#range(0, Math.min(this.length, integer(samples, 'samples', 'take', 0)));
  }

  /** All samples but the first `samples`. */
  skip(samples: number): Dataset {
    return this.#range(Math.min(this.length, integer(samples, 'samples', 'skip', 0)), this.length);
  }

  /** The samples `times` times over. */
  repeat(times: number): Dataset {
    const copies = positiveInteger(times, 'times', 'repeat');
    const current = this.#order();
    const order = new Uint32Array(current.length * copies);
    for (let copy = 0; copy < copies; copy++) order.set(current, copy * current.length);
    return this.#with(order);
  }

  #range(from: number, to: number): Dataset {
    const { x, y, order } = this.#state;
    if (order) return this.#with(order.subarray(from, to));
    const range = { x: slice(x, from, to), y: y && slice(y, from, to) };
    return new Dataset({ ...range, order: undefined, seed: undefined });
  }

  /**
   * The samples of these indices, in this order. The order is fixed, without a seed: ordering them anew in a later pass
   * would bring back samples that were left out.
   */
  #with(order: Uint32Array): Dataset {
    return new Dataset({ ...this.#state, order, seed: undefined });
  }

  /** Indices of the samples in the order they are taken in. */
  #order(): Uint32Array {
    return this.#state.order ?? indicesTo(this.length);
  }

  #inOrder() {
    const { x, y, order } = this.#state;
    this.#ordered ??= order ? { x: gather(x, order), y: y && gather(y, order) } : { x, y };
    return this.#ordered;
  }
}

/**
 * Samples and targets as one data set, to split, shuffle, filter and batch. The arrays are not copied.
 *
 * @param x samples, shape [n, …]; images may stay bytes with a scale
 * @param y targets, shape [n, …], such as labels [n]; may be left out
 * @throws ShapeError when the numbers of samples differ; DTypeError for arguments that are no arrays
 * @example
 * const [train, test] = dataset(x, y).split(0.8, { seed: 1, stratify: true });
 * await net.fitDataset(train.shuffle({ seed: 1 }).batch(32), { epochs: 10, validationData: [test.x, test.y] });
 */
export function dataset(x: ArrayLike, y?: ArrayLike): Dataset {
  const samples = readValues(x, 'x', 'dataset');
  const targets = y === undefined ? undefined : readValues(y, 'y', 'dataset');
  if (targets && targets.shape[0] !== samples.shape[0]) throw misfit(samples, targets);
  return new Dataset({ x: samples, y: targets, order: undefined, seed: undefined });
}

function indicesTo(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index);
}

/** The order of the samples in one pass; that of pass 0 is the order of a shuffled data set itself. */
function shuffled(length: number, { order, seed = 0 }: DatasetState, pass: number): Uint32Array {
  return new Random(seed, streams.passOrder(pass)).shuffle(order?.slice() ?? indicesTo(length));
}

function misfit(x: ScaledArray, y: ScaledArray): ShapeError {
  return new ShapeError({
    code: 'length-mismatch',
    operation: 'dataset',
    actual: `y has ${y.shape[0] ?? 0} targets`,
    expected: `x has ${x.shape[0] ?? 0} samples`,
    remedy: 'pass one target for each sample',
  });
}

function emptyPart(length: number, shares: readonly number[]): ArgumentError {
  return new ArgumentError({
    code: 'empty-part',
    operation: 'split',
    actual: `${length} samples in shares of ${shares.join(', ')} leave a part empty`,
    expected: 'each part needs at least one sample',
    remedy: 'change the fraction or add samples',
  });
}

function noTargets(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-targets',
    operation,
    actual: 'the data set has no y',
    expected: 'the call needs targets',
    remedy: 'create it with dataset(x, y)',
  });
}
