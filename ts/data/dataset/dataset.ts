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
  /** Whether a last batch that is smaller is left out; false by default. */
  readonly dropRemainder?: boolean | undefined;
}

export interface ShuffleOptions {
  /** By default a random one. */
  readonly seed?: number | undefined;
}

export interface SplitOptions extends ShuffleOptions {
  /** Whether every class is shared alike by the parts; false by default. */
  readonly stratify?: boolean | undefined;
  /** Whether samples are put into random order first; true by default. */
  readonly shuffle?: boolean | undefined;
}

/** Samples, the order they are taken in where it is not their own, and how each pass orders them anew. */
interface Parts {
  readonly x: ScaledArray;
  readonly y: ScaledArray | undefined;
  readonly order: Uint32Array | undefined;
  readonly seed: number | undefined;
}

/** Samples and their targets; it never changes, every method gives a new one that shares the values. */
export class Dataset {
  /** Number of samples. */
  readonly length: number;
  readonly #parts: Parts;
  #ordered: { readonly x: ScaledArray; readonly y: ScaledArray | undefined } | undefined;

  /** For `dataset`. */
  constructor(parts: Parts) {
    this.#parts = parts;
    this.length = parts.order?.length ?? parts.x.shape[0] ?? 0;
  }

  /** The samples, shape [n, …]; the very array that was passed where none were left out or moved. */
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
    return this.#parts.y !== undefined;
  }

  /**
   * Batches of so many samples, for `fitDataset` or `for … of`. After `shuffle` every pass has another order.
   *
   * @example await net.fitDataset(dataset(x, y).shuffle({ seed: 1 }).batch(32), { epochs: 10 })
   */
  batch(size: number, options: BatchOptions = {}): Batches {
    checkOptions(options, ['dropRemainder'], 'batch');
    const samples = positiveInteger(size, 'size', 'batch');
    const isWhole = boolean(options.dropRemainder ?? false, 'dropRemainder', 'batch');
    if (!this.hasTargets) throw noTargets('batch');
    const count = isWhole ? Math.floor(this.length / samples) : Math.ceil(this.length / samples);
    let passes = 0;
    return new Batches(() => this.#batches(samples, count, passes++), count);
  }

  *#batches(size: number, count: number, pass: number): Generator<DataBatch> {
    const { x, y, seed } = this.#parts;
    if (!y) throw noTargets('batch');
    const order =
      seed !== undefined && pass > 0 ? shuffled(this.length, this.#parts, pass) : this.#parts.order;
    for (let batch = 0; batch < count; batch++) {
      const [from, to] = [batch * size, Math.min(this.length, (batch + 1) * size)];
      const part = order?.subarray(from, to);
      yield part ? [gather(x, part), gather(y, part)] : [slice(x, from, to), slice(y, from, to)];
    }
  }

  /** The samples in random order; one seed gives one order. */
  shuffle(options: ShuffleOptions = {}): Dataset {
    checkOptions(options, ['seed'], 'shuffle');
    const seed = readSeed(options.seed, 'shuffle');
    return new Dataset({ ...this.#parts, order: shuffled(this.length, { ...this.#parts, seed }, 0), seed });
  }

  /**
   * Parts of this share and the rest, or of several shares that make 1.
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
    const own = this.#parts.order ?? count(this.length);
    const order = isShuffled ? random.shuffle(own.slice()) : own;
    if (boolean(options.stratify ?? false, 'stratify', 'split')) {
      const parts = stratified(checkLabels(this.#parts.y, 'split'), order, shares, random);
      return parts.map((part) => this.#with(isShuffled ? part : part.sort()));
    }
    const sizes = apportion(this.length, shares);
    if (sizes.includes(0)) throw emptyPart(this.length, shares);
    let from = 0;
    return sizes.map((size) => this.#with(order.subarray(from, (from += size))));
  }

  /**
   * Every sample changed by a function, at once; for what is to change in each pass, see `Batches.map`.
   *
   * @param change gets a sample's values and target, and answers the new ones; without `y` the target stays.
   * @throws ShapeError where the results differ in shape
   * @example dataset(x, y).map(({ x }) => ({ x: x.data.map((value) => value ** 2) }))
   */
  map(
    change: (sample: { x: ScaledArray; y: ScaledArray | undefined; index: number }) => MappedSample,
  ): Dataset {
    return new Dataset({ ...mapSamples(this.#inOrder(), change), order: undefined, seed: undefined });
  }

  /** The samples for which a function answers true. */
  filter(keep: (sample: { x: ScaledArray; y: ScaledArray | undefined; index: number }) => boolean): Dataset {
    const { x, y } = this.#parts;
    const own = this.#parts.order ?? count(this.length);
    return this.#with(
      own.filter((sample, index) => keep({ x: sampleAt(x, sample), y: y && sampleAt(y, sample), index })),
    );
  }

  /**
   * The samples with one of these labels.
   *
   * @throws ArgumentError where targets are not labels
   * @example dataset(x, y).filterLabels([0, 1])
   */
  filterLabels(labels: readonly number[]): Dataset {
    const { data, scale = 1 } = checkLabels(this.#parts.y, 'filterLabels');
    const wanted = new Set(labels);
    const own = this.#parts.order ?? count(this.length);
    return this.#with(own.filter((sample) => wanted.has((data[sample] ?? NaN) * scale)));
  }

  /** The first samples; all where there are fewer. */
  take(samples: number): Dataset {
    return this.#range(0, Math.min(this.length, integer(samples, 'samples', 'take', 0)));
  }

  /** All but the first samples. */
  skip(samples: number): Dataset {
    return this.#range(Math.min(this.length, integer(samples, 'samples', 'skip', 0)), this.length);
  }

  /** The samples so many times over. */
  repeat(times: number): Dataset {
    const copies = positiveInteger(times, 'times', 'repeat');
    const own = this.#parts.order ?? count(this.length);
    const order = new Uint32Array(own.length * copies);
    for (let copy = 0; copy < copies; copy++) order.set(own, copy * own.length);
    return this.#with(order);
  }

  #range(from: number, to: number): Dataset {
    const { x, y, order } = this.#parts;
    if (order) return this.#with(order.subarray(from, to));
    const part = { x: slice(x, from, to), y: y && slice(y, from, to) };
    return new Dataset({ ...part, order: undefined, seed: undefined });
  }

  /** What is left or moved is fixed: a later pass must not mix a part with the rest. */
  #with(order: Uint32Array): Dataset {
    return new Dataset({ ...this.#parts, order, seed: undefined });
  }

  #inOrder() {
    const { x, y, order } = this.#parts;
    this.#ordered ??= order ? { x: gather(x, order), y: y && gather(y, order) } : { x, y };
    return this.#ordered;
  }
}

/**
 * Samples and targets as one data set, to split, shuffle, filter and take in batches. The arrays are not copied.
 *
 * @param x shape [n, …]; images may stay bytes with a scale.
 * @param y targets, shape [n, …], such as labels [n]; left out for samples alone.
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

function count(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index);
}

function shuffled(length: number, { order, seed = 0 }: Parts, pass: number): Uint32Array {
  return new Random(seed, streams.passOrder(pass)).shuffle(order?.slice() ?? count(length));
}

function misfit(x: ScaledArray, y: ScaledArray): ShapeError {
  return new ShapeError({
    code: 'length-mismatch',
    operation: 'dataset',
    actual: `y has ${y.shape[0] ?? 0} targets`,
    expected: `there are ${x.shape[0] ?? 0} samples`,
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
    expected: 'it was made of samples alone',
    remedy: 'make it with dataset(x, y)',
  });
}
