import { checkOptions, oneOf, positiveInteger, show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import type { ImageArray } from './decodeImage.js';

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

export interface ResizeOptions {
  /**
   * `'bilinear'` (the default) is a mean of all pixels that a new one covers, weighted by a triangle around its centre, so
   * that fine patterns leave no moiré when an image becomes smaller; `'nearest'` takes the pixel at its centre.
   */
  readonly method?: 'bilinear' | 'nearest' | undefined;
}

/**
 * An image in another size, with the samples that Pillow's `resize` gives for `BILINEAR` or `NEAREST`.
 *
 * @param image shape [height, width, channels], as bytes
 * @param size new height and width; another ratio than that of the image distorts it
 * @returns `{ data, shape: [height, width, channels], scale }`
 * @throws ShapeError for another shape; DTypeError where the samples are not bytes; ArgumentError for a size below 1
 * @example const small = resizeImage(await loadImage('cat.jpg'), [32, 32])
 */
export function resizeImage(image: ImageArray, size: ImageSize, options: ResizeOptions = {}): ImageArray {
  const operation = 'resizeImage';
  checkOptions(options, ['method'], operation);
  const method = oneOf(options.method ?? 'bilinear', ['bilinear', 'nearest'] as const, 'method', operation);
  const [height, width] = readSize(size, 'size', operation);
  const [oldHeight, oldWidth, channels] = imageShape(image, operation);
  const { data, scale = 1 } = image;
  const shape = [height, width, channels];
  if (height === oldHeight && width === oldWidth) return { data: data.slice(), shape, scale };
  const windowsOf = method === 'bilinear' ? triangle : nearest;
  // Two passes of one dimension each, as in Pillow: the width first, so between them the height is the old one.
  const widened = resample(data, windowsOf(oldWidth, width), {
    outer: oldHeight,
    inner: channels,
    length: oldWidth,
  });
  const resized = resample(widened, windowsOf(oldHeight, height), {
    outer: 1,
    inner: width * channels,
    length: oldHeight,
  });
  return { data: resized, shape, scale };
}

/** Height and width of an option or argument named `name`, checked. */
export function readSize(size: unknown, name: string, operation: string): ImageSize {
  if (!Array.isArray(size) || size.length !== 2) {
    throw new ShapeError({
      code: 'image-size',
      operation,
      actual: `${name} is ${show(size)}`,
      expected: 'it must be a pair of height and width',
      remedy: `pass [32, 32] as ${name}, for example`,
    });
  }
  const read = (index: number) => positiveInteger(size[index], `${name}[${index}]`, operation);
  return [read(0), read(1)];
}

function imageShape({ data, shape }: ImageArray, operation: string): readonly [number, number, number] {
  if (!(data instanceof Uint8Array)) {
    throw new DTypeError({
      code: 'image-type',
      operation,
      actual: `the image's data is ${show(data)}`,
      expected: 'it must be a Uint8Array',
      remedy: 'pass an image of decodeImage or loadImage',
    });
  }
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length === 3 && height > 0 && width > 0 && height * width * channels === data.length) {
    return [height, width, channels];
  }
  throw new ShapeError({
    code: 'image-shape',
    operation,
    actual: `the image has shape [${shape.join(', ')}] and ${data.length} samples`,
    expected: 'its shape must be [height, width, channels]',
    remedy: 'pass one image at a time',
  });
}

/** The old pixels that a new one is the weighted sum of, along one axis. */
interface Window {
  readonly first: number;
  /** Fixed-point numbers with 22 fractional bits, as in Pillow, so that sums are the same to the bit. */
  readonly weights: Int32Array;
}

const BITS = 22;

/**
 * Triangle windows around the centre of each new pixel, as wide as a new pixel where the image shrinks and as an old one
 * where it grows; Pillow's `precompute_coeffs` with the bilinear filter.
 */
function triangle(from: number, to: number): Window[] {
  const scale = from / to;
  const support = Math.max(scale, 1);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs((i + first - centre + 0.5) / support)),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: Int32Array.from(raw, (weight) => Math.trunc(0.5 + (weight / sum) * 2 ** BITS)) };
  });
}

function nearest(from: number, to: number): Window[] {
  const weights = Int32Array.of(2 ** BITS);
  return Array.from({ length: to }, (_, index) => ({
    first: Math.floor(((index + 0.5) * from) / to),
    weights,
  }));
}

/**
 * Weighted sums along the middle axis of an array [outer, length, inner]; [outer, windows, inner] results.
 *
 * for each row, window and column: result = round(Σᵢ weightᵢ · data[row, first + i, column])
 */
function resample(
  data: Uint8Array,
  windows: readonly Window[],
  { outer, inner, length }: { readonly outer: number; readonly inner: number; readonly length: number },
): Uint8Array {
  const result = new Uint8Array(outer * windows.length * inner);
  let to = 0;
  for (let row = 0; row < outer; row++) {
    for (const { first, weights } of windows) {
      const start = (row * length + first) * inner;
      for (let column = 0; column < inner; column++) {
        let sum = 1 << (BITS - 1);
        let from = start + column;
        for (let i = 0; i < weights.length; i++, from += inner) sum += (data[from] ?? 0) * (weights[i] ?? 0);
        result[to++] = sum >> BITS;
      }
    }
  }
  return result;
}
