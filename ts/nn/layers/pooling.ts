import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { imageShape, type Padding, pair, type PairLike, planWindows, readPadding } from './windows.js';

/** The options of the layers that pool windows. */
export interface PoolingOptions {
  /** Size of a window, one number or [rows, columns]; 2 by default. */
  readonly poolSize?: PairLike | undefined;
  /** Distance from one window to the next; as `poolSize` by default. */
  readonly strides?: PairLike | undefined;
  /** `valid` by default; with `same`, pixels outside the image are ignored. */
  readonly padding?: Padding | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/** The options of the layers that pool whole images. */
export interface GlobalPoolingOptions {
  /** Whether samples stay images, of one pixel: [1, 1, channels]; false by default. */
  readonly keepDims?: boolean | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

export type GlobalAveragePooling2dOptions = GlobalPoolingOptions;
export type GlobalMaxPooling2dOptions = GlobalPoolingOptions;

/**
 * The mean of each channel in windows of an image, over the pixels of a window that lie inside the image.
 *
 * Samples [rows, columns, channels] become [rows', columns', channels], with rows' = ⌊(rows − size)/stride⌋ + 1 for
 * `valid` padding, ⌈rows/stride⌉ for `same`.
 *
 * @throws ArgumentError for sizes that are not positive integers, or an unknown padding or option
 * @throws ShapeError when a model gives the layer samples that are not images, or too small
 * @example layers.averagePooling2d({ poolSize: 2 })
 */
export function averagePooling2d(options: PoolingOptions = {}): Layer {
  return pooling('averagePooling2d', options);
}

/**
 * The largest value of each channel in windows of an image; of equal values the first receives the gradient.
 *
 * Samples [rows, columns, channels] become [rows', columns', channels], with rows' = ⌊(rows − size)/stride⌋ + 1 for
 * `valid` padding, ⌈rows/stride⌉ for `same`.
 *
 * @throws ArgumentError for sizes that are not positive integers, or an unknown padding or option
 * @throws ShapeError when a model gives the layer samples that are not images, or too small
 * @example layers.maxPooling2d({ poolSize: 2 })
 */
export function maxPooling2d(options: PoolingOptions = {}): Layer {
  return pooling('maxPooling2d', options);
}

/**
 * The mean of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives the layer samples that are not images
 * @example layers.globalAveragePooling2d()
 */
export function globalAveragePooling2d(options: GlobalAveragePooling2dOptions = {}): Layer {
  return globalPooling('globalAveragePooling2d', options);
}

/**
 * The largest value of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives the layer samples that are not images
 * @example layers.globalMaxPooling2d()
 */
export function globalMaxPooling2d(options: GlobalMaxPooling2dOptions = {}): Layer {
  return globalPooling('globalMaxPooling2d', options);
}

/** A layer with one value for each window and channel. */
function pooling(kind: string, options: PoolingOptions): Layer {
  checkOptions(options, ['poolSize', 'strides', 'padding', 'name'], kind);
  const poolSize = pair(options.poolSize ?? 2, 'poolSize', kind);
  const strides = options.strides === undefined ? poolSize : pair(options.strides, 'strides', kind);
  const padding = readPadding(options.padding ?? 'valid', kind);
  const name = checkName(options.name, kind);
  return new Layer(configOf(kind, { poolSize, strides, padding, name }), name, (inputShapes) => {
    const windows = { kernel: poolSize, strides, dilation: [1, 1], padding } as const;
    const plan = planWindows(windows, only(inputShapes, kind), kind);
    return { op: { kind, ...plan.op }, outputShape: [...plan.output, plan.channels], parameters: [] };
  });
}

/** A layer with one value for each channel. */
function globalPooling(kind: string, options: GlobalPoolingOptions): Layer {
  checkOptions(options, ['keepDims', 'name'], kind);
  const keepDims = boolean(options.keepDims ?? false, 'keepDims', kind);
  const name = checkName(options.name, kind);
  return new Layer(configOf(kind, { keepDims, name }), name, (inputShapes) => {
    const shape = imageShape(only(inputShapes, kind), kind);
    const [, , channels] = shape;
    return {
      op: { kind, shape: shape.join() },
      outputShape: keepDims ? [1, 1, channels] : [channels],
      parameters: [],
    };
  });
}
