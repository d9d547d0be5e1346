import type { Layer } from './layer.js';
import { pooling } from './pooling.js';
import type { PoolingOptions } from './windows.js';

/**
 * The largest value of each channel in windows of an image; its gradient goes to the first of equal values.
 *
 * Samples [rows, columns, channels] become [rows', columns', channels], with rows' = ⌊(rows − size)/stride⌋ + 1 for
 * `valid` padding, ⌈rows/stride⌉ for `same`.
 *
 * @throws ArgumentError for sizes that are no positive integers, or an unknown padding or option
 * @throws ShapeError when a model gives it samples that are no images or too small
 * @example layers.maxPooling2d({ poolSize: 2 })
 */
export function maxPooling2d(options: PoolingOptions = {}): Layer {
  return pooling('maxPooling2d', options);
}
