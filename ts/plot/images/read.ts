import { integer, show } from '../../checks.js';
import { flatten } from '../../convert/flatten.js';
import { ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { empty } from '../input.js';

/** Images of one size. */
export interface Images {
  /** Values as they were passed, row by row with channels last; not scaled, as few of many images may be drawn. */
  readonly data: ArrayLike<number>;
  /** Factor of all values. */
  readonly scale: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 (grey) or 3 (red, green, blue). */
  readonly channels: 1 | 3;
  /** The scaled values that mean black and white. */
  readonly range: readonly [number, number];
}

/**
 * Reads images [n, height, width] or [n, height, width, 1 or 3], or flat ones [n, pixels] that are square or have a `shape`.
 */
export function readImages(value: unknown, shape: unknown, operation: string): Images {
  const { data, shape: own = [data.length], scale } = flatten(value, 'images', operation);
  if (data.length === 0) throw empty('images', operation);
  const [count = 0] = own;
  const [height, width, channels = 1] =
    shape !== undefined ? readShape(shape, operation) : own.length === 2 ? square(own[1] ?? 0) : own.slice(1);
  if (
    height &&
    width &&
    (channels === 1 || channels === 3) &&
    data.length === count * height * width * channels
  ) {
    return { data, scale, count, height, width, channels, range: [0, 1] };
  }
  const asked = shape === undefined ? '' : `, and shape is ${show(shape)}`;
  throw new ShapeError({
    code: 'images',
    operation,
    actual: `images have shape ${shapeText(own)}${asked}`,
    expected: 'they must be [n, height, width], with 1 or 3 channels [n, height, width, channels]',
    remedy: 'pass shape: [height, width], too, for flat images that are not square',
  });
}

function readShape(shape: unknown, operation: string): number[] {
  if (Array.isArray(shape) && (shape.length === 2 || shape.length === 3)) {
    return shape.map((size, axis) => integer(size, `shape[${axis}]`, operation, 1));
  }
  throw new ShapeError({
    code: 'image-shape',
    operation,
    actual: `shape is ${show(shape)}`,
    expected: 'it must be [height, width] or [height, width, channels]',
    remedy: 'pass shape: [28, 28], for example',
  });
}

function square(pixels: number): number[] {
  const side = Math.sqrt(pixels);
  return Number.isInteger(side) ? [side, side] : [];
}

/** The images with a range from 0 to 1, widened to the values of the chosen ones. */
export function withRange(images: Images, chosen: readonly number[]): Images {
  const { data, scale, height, width, channels } = images;
  const size = height * width * channels;
  let [low, high] = [0, 1];
  for (const index of chosen) {
    for (let at = index * size; at < (index + 1) * size; at++) {
      const value = (data[at] ?? 0) * scale;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  return { ...images, range: [low, high] };
}

/** The value at an index as a level from 0 (black) to 1 (white); NaN is 0. */
export function levelAt({ data, scale, range: [low, high] }: Images, at: number): number {
  const level = ((data[at] ?? 0) * scale - low) / (high - low);
  return level > 0 ? Math.min(1, level) : 0;
}

/** The levels of a pixel from 0 to 1, one for each channel. */
export function brightness(images: Images, index: number, row: number, column: number): number[] {
  const { height, width, channels } = images;
  const first = ((index * height + row) * width + column) * channels;
  return Array.from({ length: channels }, (_, channel) => levelAt(images, first + channel));
}
