import { integer, oneOf } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';

/** Rows, then columns. */
export type Pair = readonly [number, number];

/** One number for both directions, or [rows, columns]. */
export type PairLike = number | Pair;

/**
 * `valid`: all windows lie inside the image. `same`: zeros around the image make room for ⌈size/stride⌉ windows; if
 * the number of zeros is odd, the extra row or column is at the bottom or on the right, as in Keras.
 */
export type Padding = 'valid' | 'same';

const PADDINGS: readonly Padding[] = ['valid', 'same'];

/** A window that slides over images, channels last. */
export interface Windows {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

/** The windows on images of a known shape. */
export interface WindowPlan {
  readonly channels: number;
  /** Number of windows in each direction. */
  readonly output: Pair;
  /** The windows as arguments of a layer's op. */
  readonly op: Readonly<Record<string, string>>;
}

/** Reads one integer for both directions, or two; each at least `lowest`. */
export function pair(value: unknown, name: string, operation: string, lowest = 1): Pair {
  if (typeof value === 'number') {
    const size = integer(value, name, operation, lowest);
    return [size, size];
  }
  if (Array.isArray(value) && value.length === 2) {
    const values: readonly unknown[] = value;
    const [rows, columns] = values.map((size, index) =>
      integer(size, `${name}[${index}]`, operation, lowest),
    );
    if (rows !== undefined && columns !== undefined) return [rows, columns];
  }
  throw new DTypeError({
    code: 'not-a-pair',
    operation,
    actual: `${name} is ${Array.isArray(value) ? `an array of length ${value.length}` : typeof value}`,
    expected: 'it must be a number or [rows, columns]',
    remedy: `pass ${name} as one number or two, such as ${Math.max(lowest, 1)}`,
  });
}

export function readPadding(value: unknown, operation: string): Padding {
  return oneOf(value, PADDINGS, 'padding', operation);
}

/** Checks that samples are images, and returns their rows, columns and channels. */
export function imageShape(shape: Shape, operation: string): readonly [number, number, number] {
  const [rows, columns, channels] = shape;
  if (rows !== undefined && columns !== undefined && channels !== undefined && shape.length === 3) {
    return [rows, columns, channels];
  }
  throw new ShapeError({
    code: 'rank',
    operation,
    actual: `one input sample has shape ${shapeText(shape)}`,
    expected: 'the layer needs images, of shape [rows, columns, channels]',
    remedy: 'use inputShape: [28, 28, 1], for example, or put layers.reshape([28, 28, 1]) before the layer',
  });
}

/**
 * Counts the windows that fit into images of this shape, and the zeros that padding adds.
 *
 * @throws ShapeError if samples are not images, or are smaller than a window
 */
export function planWindows(windows: Windows, shape: Shape, operation: string): WindowPlan {
  const [rows, columns, channels] = imageShape(shape, operation);
  const vertical = planAxis(windows, 0, rows);
  const horizontal = planAxis(windows, 1, columns);
  if (vertical.output < 1 || horizontal.output < 1) throw tooLarge(windows, shape, operation);
  const { kernel, strides, dilation } = windows;
  return {
    channels,
    output: [vertical.output, horizontal.output],
    op: {
      shape: shape.join(),
      kernel: kernel.join(),
      strides: strides.join(),
      dilation: dilation.join(),
      padding: [...vertical.padding, ...horizontal.padding].join(),
    },
  };
}

/** Number of windows along one axis, and zeros before and after the image. */
function planAxis({ kernel, strides, dilation, padding }: Windows, axis: 0 | 1, size: number) {
  const span = (kernel[axis] - 1) * dilation[axis] + 1;
  const stride = strides[axis];
  if (padding === 'valid') return { output: Math.floor((size - span) / stride) + 1, padding: [0, 0] };
  const output = Math.ceil(size / stride);
  const total = Math.max((output - 1) * stride + span - size, 0);
  const before = Math.floor(total / 2);
  return { output, padding: [before, total - before] };
}

function tooLarge({ kernel, dilation }: Windows, shape: Shape, operation: string): ShapeError {
  const spread = dilation.some((step) => step > 1) ? `, ${shapeText(dilation)} apart,` : '';
  return new ShapeError({
    code: 'window-shape',
    operation,
    actual: `one input sample has shape ${shapeText(shape)}`,
    expected: `windows of ${shapeText(kernel)} pixels${spread} must fit into it`,
    remedy: "make the window smaller, or pass padding: 'same'",
  });
}

/** Checks that the number of groups divides the channels and the filters. */
export function checkGroups(groups: number, channels: number, filters: number, operation: string): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new ShapeError({
    code: 'groups',
    operation,
    actual: `groups is ${groups}`,
    expected: `it must divide the ${channels} channels of the input and the ${filters} filters`,
    remedy: 'pass another number of groups or filters',
  });
}
