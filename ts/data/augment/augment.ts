import type { ScaledArray, TypedArray } from '../../array.js';
import { show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { zerosLike } from '../dataset/values.js';
import type { ImageSize } from '../image/resizeImage.js';
import { Random, readSeed } from '../../random/generator.js';
import { streams } from '../../random/streams.js';
import { type Transform, transformImage } from './transform.js';
import { type AugmentOptions, type AugmentSettings, readAugmentOptions } from './augmentOptions.js';

export type { AugmentOptions } from './augmentOptions.js';

/** Changes the images of a batch; the targets stay. */
export type Augmentation = <X extends ScaledArray>(x: X) => { readonly x: ScaledArray<X['data']> };

/**
 * Creates a function that changes each image of a batch at random, so that a network sees new images in every epoch. They
 * are flipped, rotated and shifted, cropped, and get noise, in this order. One seed gives one sequence of changes.
 *
 * The function takes images [n, height, width] or [n, height, width, channels], bytes or floats, and returns the same kind.
 *
 * @throws ArgumentError for options out of range. The function throws ShapeError for arrays of another shape and images
 * smaller than `crop`, DTypeError for integers other than bytes.
 * @example
 * const batches = dataset(x, y).shuffle({ seed: 1 }).batch(32);
 * await net.fitDataset(batches.map(augment({ flip: true, shift: 2, rotate: 10, seed: 1 })), { epochs: 10 });
 */
export function augment(options: AugmentOptions = {}): Augmentation {
  const settings = readAugmentOptions(options);
  const random = new Random(readSeed(options.seed, 'augment'), streams.augment);
  return (x) => ({ x: augmented(x, settings, random) });
}

function augmented<X extends ScaledArray>(
  x: X,
  settings: AugmentSettings,
  random: Random,
): ScaledArray<X['data']> {
  checkType(x);
  const size = checkShape(x, settings.crop);
  const [count, height, width, channels] = size;
  const [newHeight, newWidth] = settings.crop ?? [height, width];
  const result = zerosLike(x.data, count * newHeight * newWidth * channels);
  /** The stored value that brightness 1 has. */
  const unit = 1 / (x.scale ?? 1);
  for (let image = 0; image < count; image++) {
    const from = x.data.subarray(image * height * width * channels, (image + 1) * height * width * channels);
    const to = result.subarray(
      image * newHeight * newWidth * channels,
      (image + 1) * newHeight * newWidth * channels,
    );
    const fill = settings.fill === 'nearest' ? settings.fill : settings.fill * unit;
    transformImage(
      from,
      to,
      { height, width, channels, newHeight, newWidth, fill },
      randomTransform(settings, size, random),
    );
    if (settings.noise > 0) addNoise(to, settings.noise * unit, random);
  }
  return { ...x, data: result, shape: [count, newHeight, newWidth, ...x.shape.slice(3)] };
}

/** Draws the changes of one image. The order of the draws is fixed: with another one, a seed would give other images. */
function randomTransform(
  { flipsColumns, flipsRows, rotate, shift, crop }: AugmentSettings,
  [, height, width]: readonly number[],
  random: Random,
): Transform {
  const shiftUpTo = (pixels: number) => (pixels > 0 ? random.below(2 * pixels + 1) - pixels : 0);
  const cropOffset = (size: number | undefined, cropped: number | undefined) =>
    cropped === undefined ? 0 : random.below((size ?? 0) - cropped + 1);
  return {
    flipsColumns: flipsColumns && random.below(2) === 1,
    flipsRows: flipsRows && random.below(2) === 1,
    angle: rotate > 0 ? (2 * random.uniform() - 1) * rotate : 0,
    down: shiftUpTo(shift[0]),
    right: shiftUpTo(shift[1]),
    top: cropOffset(height, crop?.[0]),
    left: cropOffset(width, crop?.[1]),
  };
}

/** Adds normally distributed noise in place; bytes are rounded and clipped to 0 … 255. */
function addNoise(data: TypedArray, deviation: number, random: Random): void {
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  for (let i = 0; i < data.length; i++) {
    const value = (data[i] ?? 0) + deviation * random.normal();
    data[i] = isBytes ? Math.min(255, Math.max(0, Math.round(value))) : value;
  }
}

function checkType({ data }: ScaledArray): void {
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  if (isBytes || data instanceof Float32Array || data instanceof Float64Array) return;
  throw new DTypeError({
    code: 'image-type',
    operation: 'augment',
    actual: `the images are ${show(data)}`,
    expected: 'they must be bytes or floats',
    remedy: 'convert them with Float32Array.from',
  });
}

function checkShape({ data, shape }: ScaledArray, crop: ImageSize | undefined) {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const isImages =
    (shape.length === 3 || shape.length === 4) && count * height * width * channels === data.length;
  if (!isImages) {
    throw misfit(
      `x has shape [${shape.join(', ')}]`,
      'it must be [n, height, width] or [n, height, width, channels]',
      'reshape x, or augment images before they are flattened',
    );
  }
  if (crop && (crop[0] > height || crop[1] > width)) {
    throw misfit(
      `the images have ${height} × ${width} pixels`,
      `crop is ${crop[0]} × ${crop[1]}`,
      'pass a smaller crop',
    );
  }
  return [count, height, width, channels] as const;
}

function misfit(actual: string, expected: string, remedy: string): ShapeError {
  return new ShapeError({ code: 'image-shape', operation: 'augment', actual, expected, remedy });
}
