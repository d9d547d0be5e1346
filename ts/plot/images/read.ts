import { integer, show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { empty, readArray } from '../input.js';

/** Images of one size; values row by row, channels last. */
export interface Images {
  readonly data: Float64Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 (grey) or 3 (red, green, blue). */
  readonly channels: 1 | 3;
  /** Which values are black and white: 0 and 1, or the ends of what there is. */
  readonly range: readonly [number, number];
}

/**
 * Reads images [n, height, width], [n, height, width, 1 or 3] or, with their shape or where they are square, [n, pixels].
 */
export function readImages(value: unknown, shape: unknown, operation: string): Images {
  const { data, shape: own } = readArray(value, 'images', operation);
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
    return { data, count, height, width, channels, range: rangeOf(data) };
  }
  throw new ShapeError({
    code: 'images',
    operation,
    actual: `images have shape ${shapeText(own)}${shape === undefined ? '' : `, and shape is ${shapeText([height ?? 0, width ?? 0])}`}`,
    expected: 'they must be [n, height, width], with 1 or 3 channels [n, height, width, channels]',
    remedy: 'of flat images that are not square, pass the shape: [height, width], too',
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

function rangeOf(data: Float64Array): [number, number] {
  let [low, high] = [0, 1];
  for (const value of data) {
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return [low, high];
}

/** A value between 0 and 1; what is no number is 0. */
export function levelAt({ data, range: [low, high] }: Images, place: number): number {
  const level = ((data[place] ?? 0) - low) / (high - low);
  return level > 0 ? Math.min(1, level) : 0;
}

/** The values between 0 and 1 of a pixel, one for each channel. */
export function brightness(images: Images, index: number, row: number, column: number): number[] {
  const { height, width, channels } = images;
  const first = ((index * height + row) * width + column) * channels;
  return Array.from({ length: channels }, (_, channel) => levelAt(images, first + channel));
}
