import type { Layer } from './layer.js';
import { globalPooling, type GlobalPoolingOptions } from './pooling.js';

export type GlobalAveragePooling2dOptions = GlobalPoolingOptions;

/**
 * The mean of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives it samples that are no images
 * @example layers.globalAveragePooling2d()
 */
export function globalAveragePooling2d(options: GlobalAveragePooling2dOptions = {}): Layer {
  return globalPooling('globalAveragePooling2d', options);
}
