import { checkOptions, oneOf, positiveInteger, show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import type { ImageArray } from './decodeImage.js';

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

export interface ResizeOptions {
  /**
   * `'bilinear'` (the default) weighs all pixels that a new one covers by a triangle, so that fine patterns do not
   * flicker when an image becomes smaller; `'nearest'` takes the pixel in the middle.
   */
  readonly method?: 'bilinear' | 'nearest' | undefined;
}

/**
 * An image in another size: the same samples as Pillow's `resize` with `BILINEAR` or `NEAREST` gives.
 *
 * @param image shape [height, width, channels], bytes.
 * @param size new height and width; the shape of things changes with their ratio.
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
  const weigh = method === 'bilinear' ? triangle : nearest;
  // Columns first: an array of the old height and the new width in between.
  const across = resample(data, weigh(oldWidth, width), {
    outer: oldHeight,
    inner: channels,
    length: oldWidth,
  });
  const down = resample(across, weigh(oldHeight, height), {
    outer: 1,
    inner: width * channels,
    length: oldHeight,
  });
  return { data: down, shape, scale };
}

/** Checks a size that was passed. */
export function readSize(size: unknown, name: string, operation: string): ImageSize {
  if (!Array.isArray(size) || size.length !== 2) {
    throw new ShapeError({
      code: 'image-size',
      operation,
      actual: `${name} is ${show(size)}`,
      expected: 'it must be a pair of height and width',
      remedy: `pass ${name} such as [32, 32]`,
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
      expected: 'bytes are wanted',
      remedy: 'pass what decodeImage or loadImage gives',
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

/** The old pixels that make a new one, and their weights. */
interface Window {
  readonly first: number;
  /** Fixed-point, with 22 bits after the point, as Pillow computes. */
  readonly weights: Int32Array;
}

const BITS = 22;

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

/** Weighted sums along the middle axis of [outer, length, inner]. */
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
