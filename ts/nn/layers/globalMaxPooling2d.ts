import type { Layer } from './layer.js';
import { globalPooling, type GlobalPoolingOptions } from './pooling.js';

export type GlobalMaxPooling2dOptions = GlobalPoolingOptions;

/**
 * The largest value of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives it samples that are no images
 * @example layers.globalMaxPooling2d()
 */
export function globalMaxPooling2d(options: GlobalMaxPooling2dOptions = {}): Layer {
  return globalPooling('globalMaxPooling2d', options);
}
