import { integer, oneOf } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';

/** Rows, then columns. */
export type Pair = readonly [number, number];

/** One number for both directions, or [rows, columns]. */
export type PairLike = number | Pair;

/**
 * `valid`: windows lie inside the image. `same`: zeros around it let ⌈size/stride⌉ windows fit; where their number
 * is odd, one more stands below and to the right, as in Keras.
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

/** What windows come to on images of a known shape. */
export interface WindowPlan {
  readonly channels: number;
  /** Windows in each direction. */
  readonly output: Pair;
  /** Arguments of the unit. */
  readonly unit: Readonly<Record<string, string>>;
}

/** One or two integers of at least `lowest`. */
export function pair(value: unknown, name: string, operation: string, lowest = 1): Pair {
  if (typeof value === 'number') {
    const size = integer(value, name, operation, lowest);
    return [size, size];
  }
  if (Array.isArray(value) && value.length === 2) {
    const values: readonly unknown[] = value;
    const [rows, columns] = values.map((size, at) => integer(size, `${name}[${at}]`, operation, lowest));
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

export function paddingName(value: unknown, operation: string): Padding {
  return oneOf(value, PADDINGS, 'padding', operation);
}

/** Rows, columns and channels of the only input. */
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
    remedy: 'use inputShape: [28, 28, 1], for example, or put layers.reshape([28, 28, 1]) before it',
  });
}

/** Fits windows to images. */
export function planWindows(windows: Windows, shape: Shape, operation: string): WindowPlan {
  const [rows, columns, channels] = imageShape(shape, operation);
  const vertical = along(windows, 0, rows);
  const horizontal = along(windows, 1, columns);
  if (vertical.output < 1 || horizontal.output < 1) throw tooLarge(windows, shape, operation);
  const { kernel, strides, dilation } = windows;
  return {
    channels,
    output: [vertical.output, horizontal.output],
    unit: {
      shape: shape.join(),
      kernel: kernel.join(),
      strides: strides.join(),
      dilation: dilation.join(),
      padding: [...vertical.padding, ...horizontal.padding].join(),
    },
  };
}

/** Number of windows, and zeros before and after, along one axis. */
function along({ kernel, strides, dilation, padding }: Windows, axis: 0 | 1, size: number) {
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
    expected: `windows of ${shapeText(kernel)} pixels${spread} have to fit into it`,
    remedy: "make the window smaller, or pass padding: 'same'",
  });
}

/** Checks a number of channels that groups divide. */
export function checkGroups(groups: number, channels: number, filters: number, operation: string): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new ShapeError({
    code: 'groups',
    operation,
    actual: `groups is ${groups}`,
    expected: `it has to divide the ${channels} channels of the input and the ${filters} filters`,
    remedy: 'pass another number of groups or filters',
  });
}

/** The options that pooling layers share. */
export interface PoolingOptions {
  /** Rows and columns of a window; 2 by default. */
  readonly poolSize?: PairLike | undefined;
  /** From one window to the next; as `poolSize` by default. */
  readonly strides?: PairLike | undefined;
  /** `valid` by default; what lies outside the image does not count. */
  readonly padding?: Padding | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

export const POOLING_OPTIONS = ['poolSize', 'strides', 'padding', 'name'];

export function readPooling(options: PoolingOptions, operation: string): Windows {
  const kernel = pair(options.poolSize ?? 2, 'poolSize', operation);
  const strides = options.strides === undefined ? kernel : pair(options.strides, 'strides', operation);
  const padding = paddingName(options.padding ?? 'valid', operation);
  return { kernel, strides, dilation: [1, 1], padding };
}
