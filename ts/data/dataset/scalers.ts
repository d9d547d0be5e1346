import type { ArrayLike, NdArray, TypedArray } from '../../array.js';
import { checkOptions, number } from '../../checks.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { readValues, widthOf } from './values.js';

/** Values of the same element type as those that were passed where they were floats, otherwise float64. */
export type ScaledValues = NdArray<Float32Array | Float64Array>;

/** Brings each feature to a common range, by what it saw in `fit`: `(x - offset) / scale`. */
export class Scaler {
  #offset: Float64Array | undefined;
  #scale: Float64Array | undefined;

  /** For `standardScaler` and `minMaxScaler`. */
  constructor(
    private readonly name: string,
    private readonly measure: (column: Column) => readonly [offset: number, scale: number],
  ) {}

  /** Of each feature, what is subtracted. */
  get offset(): Float64Array {
    return this.#fitted('offset').offset;
  }

  /** Of each feature, what it is divided by. */
  get scale(): Float64Array {
    return this.#fitted('scale').scale;
  }

  /**
   * Looks at the samples, shape [n, …]: those for training alone, or the test would not be one.
   *
   * @throws ArgumentError for no samples, or a value that is not finite
   */
  fit(x: ArrayLike): this {
    const values = readValues(x, 'x', this.name);
    const samples = values.shape[0] ?? 0;
    const width = widthOf(values);
    if (samples === 0 || width === 0) throw nothing(this.name, values.shape);
    const measures = Array.from({ length: width }, (_, feature) => {
      const [offset, scale] = this.measure(columnOf(values.data, feature, width, values.scale ?? 1));
      if (!Number.isFinite(offset) || !Number.isFinite(scale)) throw notFinite(this.name, feature);
      return [offset, scale] as const;
    });
    this.#offset = Float64Array.from(measures, ([offset]) => offset);
    this.#scale = Float64Array.from(measures, ([, scale]) => scale);
    return this;
  }

  /** Samples with as many features, brought to that range. */
  transform(x: ArrayLike): ScaledValues {
    const { offset, scale } = this.#fitted('transform');
    return this.#each(x, (value, feature) => (value - (offset[feature] ?? 0)) / (scale[feature] ?? 1));
  }

  /** What `transform` made, as it was before. */
  inverse(x: ArrayLike): ScaledValues {
    const { offset, scale } = this.#fitted('inverse');
    return this.#each(x, (value, feature) => value * (scale[feature] ?? 1) + (offset[feature] ?? 0));
  }

  /** `fit`, then `transform` of the same samples. */
  fitTransform(x: ArrayLike): ScaledValues {
    return this.fit(x).transform(x);
  }

  #each(x: ArrayLike, change: (value: number, feature: number) => number): ScaledValues {
    const values = readValues(x, 'x', this.name);
    const width = widthOf(values);
    const wanted = this.offset.length;
    if (width !== wanted) throw misfit(this.name, width, wanted);
    const { data, shape, scale = 1 } = values;
    const result =
      data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
    for (let index = 0; index < data.length; index++) {
      result[index] = change((data[index] ?? 0) * scale, index % width);
    }
    return { data: result, shape };
  }

  #fitted(operation: string) {
    const [offset, scale] = [this.#offset, this.#scale];
    if (offset && scale) return { offset, scale };
    throw new ArgumentError({
      code: 'not-fitted',
      operation: this.name,
      actual: `${operation} was asked for before fit`,
      expected: 'the samples for training tell the range',
      remedy: `call fit(x) first, such as ${this.name}().fit(train.x)`,
    });
  }
}

interface Column {
  readonly length: number;
  at(sample: number): number;
}

function columnOf(data: TypedArray, feature: number, width: number, scale: number): Column {
  return { length: data.length / width, at: (sample) => (data[sample * width + feature] ?? 0) * scale };
}

/**
 * Mean 0 and standard deviation 1 for each feature: `(x - mean) / deviation`, as scikit-learn's StandardScaler; a
 * feature that does not vary becomes 0. Features are all values of a sample, so images are scaled pixel by pixel.
 *
 * @example
 * const scaler = standardScaler().fit(train.x);
 * await net.fit(scaler.transform(train.x), train.y, { validationData: [scaler.transform(test.x), test.y] });
 */
export function standardScaler(): Scaler {
  return new Scaler('standardScaler', (column) => {
    let mean = 0;
    for (let i = 0; i < column.length; i++) mean += column.at(i) / column.length;
    let [squares, rest] = [0, 0];
    for (let i = 0; i < column.length; i++) {
      const difference = column.at(i) - mean;
      squares += difference * difference;
      rest += difference;
    }
    // The second pass corrects what the first one's rounding left over.
    mean += rest / column.length;
    const deviation = Math.sqrt((squares - (rest * rest) / column.length) / column.length);
    const isConstant = deviation <= 10 * Number.EPSILON * Math.abs(mean);
    return [mean, isConstant ? 1 : deviation];
  });
}

export interface MinMaxOptions {
  /** What the smallest and the largest value become; [0, 1] by default. */
  readonly range?: readonly [lowest: number, highest: number] | undefined;
}

/**
 * The smallest value of each feature becomes 0 and the largest 1, or another range, as scikit-learn's MinMaxScaler; a
 * feature that does not vary becomes the lower end. Values that `fit` did not see may lie beyond.
 *
 * @throws ArgumentError for an empty range
 * @example const x = minMaxScaler({ range: [-1, 1] }).fitTransform(train.x)
 */
export function minMaxScaler(options: MinMaxOptions = {}): Scaler {
  checkOptions(options, ['range'], 'minMaxScaler');
  const [lowest, highest] = options.range ?? [0, 1];
  number(lowest, 'range[0]', 'minMaxScaler');
  const span = number(highest, 'range[1]', 'minMaxScaler') - lowest;
  if (!(span > 0)) throw emptyRange(lowest, highest);
  return new Scaler('minMaxScaler', (column) => {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < column.length; i++) {
      const value = column.at(i);
      // A NaN stays one.
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    const scale = most > least ? (most - least) / span : 1;
    return [least - lowest * scale, scale];
  });
}

function nothing(operation: string, shape: readonly number[]): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `x is empty (shape [${shape.join(', ')}])`,
    expected: 'at least one sample is needed',
    remedy: 'pass the samples for training',
  });
}

function notFinite(operation: string, feature: number): ArgumentError {
  return new ArgumentError({
    code: 'non-finite',
    operation,
    actual: `feature ${feature} has values that are not finite`,
    expected: 'every value must be finite',
    remedy: "replace missing values first, such as by readCsv's `missing`",
  });
}

function misfit(operation: string, width: number, wanted: number): ShapeError {
  return new ShapeError({
    code: 'feature-count',
    operation,
    actual: `x has ${width} features`,
    expected: `the scaler was fitted to ${wanted}`,
    remedy: 'pass samples with the same features',
  });
}

function emptyRange(lowest: number, highest: number): ArgumentError {
  return new ArgumentError({
    code: 'range',
    operation: 'minMaxScaler',
    actual: `range is [${lowest}, ${highest}]`,
    expected: 'its upper end must be above the lower one',
    remedy: 'pass such as range: [0, 1]',
  });
}
