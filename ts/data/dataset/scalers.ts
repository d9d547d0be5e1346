import type { ArrayLike, NdArray, TypedArray } from '../../array.js';
import { checkOptions, number } from '../../checks.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { readValues, widthOf } from './values.js';

/** Scaled samples: float32 where the samples were float32, otherwise float64. */
export type ScaledValues = NdArray<Float32Array | Float64Array>;

/** Scales each feature to a common range that `fit` has measured: `(x - offset) / scale`. */
export class Scaler {
  #offset: Float64Array | undefined;
  #scale: Float64Array | undefined;

  /** Called by `standardScaler` and `minMaxScaler`. */
  constructor(
    private readonly name: string,
    private readonly measure: (feature: Feature) => readonly [offset: number, scale: number],
  ) {}

  /** What is subtracted from each feature. */
  get offset(): Float64Array {
    return this.#fitted('offset').offset;
  }

  /** What each feature is divided by. */
  get scale(): Float64Array {
    return this.#fitted('scale').scale;
  }

  /**
   * Measures the features of samples, shape [n, …]. Pass the training samples alone: the test samples must stay unseen.
   *
   * @throws ArgumentError for no samples, or a value that is not finite
   */
  fit(x: ArrayLike): this {
    const values = readValues(x, 'x', this.name);
    const samples = values.shape[0] ?? 0;
    const width = widthOf(values);
    if (samples === 0 || width === 0) throw noSamples(this.name, values.shape);
    const measures = Array.from({ length: width }, (_, feature) => {
      const [offset, scale] = this.measure(featureOf(values.data, feature, width, values.scale ?? 1));
      if (!Number.isFinite(offset) || !Number.isFinite(scale)) throw notFinite(this.name, feature);
      return [offset, scale] as const;
    });
    this.#offset = Float64Array.from(measures, ([offset]) => offset);
    this.#scale = Float64Array.from(measures, ([, scale]) => scale);
    return this;
  }

  /** Samples with as many features, scaled. */
  transform(x: ArrayLike): ScaledValues {
    const { offset, scale } = this.#fitted('transform');
    return this.#each(x, (value, feature) => (value - (offset[feature] ?? 0)) / (scale[feature] ?? 1));
  }

  /** Samples that `transform` has scaled, in their own range again. */
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
    const features = this.offset.length;
    if (width !== features) throw misfit(this.name, width, features);
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
      actual: `${operation} was called before fit`,
      expected: 'fit must measure the training samples first',
      remedy: `call fit first: ${this.name}().fit(train.x)`,
    });
  }
}

/** The values of one feature in all samples. */
interface Feature {
  readonly length: number;
  at(sample: number): number;
}

function featureOf(data: TypedArray, feature: number, width: number, scale: number): Feature {
  return { length: data.length / width, at: (sample) => (data[sample * width + feature] ?? 0) * scale };
}

/**
 * Scales each feature to mean 0 and standard deviation 1: `(x - mean) / deviation`, as scikit-learn's StandardScaler. A
 * constant feature becomes 0. Every value of a sample is a feature, so images are scaled pixel by pixel.
 *
 * @example
 * const scaler = standardScaler().fit(train.x);
 * await net.fit(scaler.transform(train.x), train.y, { validationData: [scaler.transform(test.x), test.y] });
 */
export function standardScaler(): Scaler {
  return new Scaler('standardScaler', (feature) => {
    let mean = 0;
    for (let i = 0; i < feature.length; i++) mean += feature.at(i) / feature.length;
    let [squares, sum] = [0, 0];
    for (let i = 0; i < feature.length; i++) {
      const difference = feature.at(i) - mean;
      squares += difference * difference;
      sum += difference;
    }
    // The sum of the differences is 0 but for the rounding of the mean; it corrects mean and variance (corrected
    // two-pass algorithm, Chan, Golub, LeVeque 1983).
    mean += sum / feature.length;
    const deviation = Math.sqrt((squares - (sum * sum) / feature.length) / feature.length);
    const isConstant = deviation <= 10 * Number.EPSILON * Math.abs(mean);
    return [mean, isConstant ? 1 : deviation];
  });
}

export interface MinMaxOptions {
  /** What the smallest and the largest value of a feature become; [0, 1] by default. */
  readonly range?: readonly [lowest: number, highest: number] | undefined;
}

/**
 * Scales the smallest value of each feature to 0 and the largest to 1, or to another range, as scikit-learn's MinMaxScaler.
 * A constant feature becomes the lower end. Values that `fit` has not seen may lie outside of the range.
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
  return new Scaler('minMaxScaler', (feature) => {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < feature.length; i++) {
      const value = feature.at(i);
      // Math.min and Math.max pass a NaN on, so that fit finds it.
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    const scale = most > least ? (most - least) / span : 1;
    return [least - lowest * scale, scale];
  });
}

function noSamples(operation: string, shape: readonly number[]): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `x is empty (shape [${shape.join(', ')}])`,
    expected: 'at least one sample is needed',
    remedy: 'pass the training samples',
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

function misfit(operation: string, width: number, features: number): ShapeError {
  return new ShapeError({
    code: 'feature-count',
    operation,
    actual: `x has ${width} features`,
    expected: `the scaler was fitted to ${features}`,
    remedy: 'pass samples with the same features',
  });
}

function emptyRange(lowest: number, highest: number): ArgumentError {
  return new ArgumentError({
    code: 'range',
    operation: 'minMaxScaler',
    actual: `range is [${lowest}, ${highest}]`,
    expected: 'the upper end must be above the lower one',
    remedy: 'pass range: [0, 1], for example',
  });
}
