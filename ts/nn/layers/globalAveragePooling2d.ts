import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../config.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { imageShape } from './windows.js';

export interface GlobalAveragePooling2dOptions {
  /** Whether samples stay images, of one pixel: [1, 1, channels]; false by default. */
  readonly keepDims?: boolean | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * The mean of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives it samples that are no images
 * @example layers.globalAveragePooling2d()
 */
export function globalAveragePooling2d(options: GlobalAveragePooling2dOptions = {}): Layer {
  checkOptions(options, ['keepDims', 'name'], 'globalAveragePooling2d');
  const keepDims = boolean(options.keepDims ?? false, 'keepDims', 'globalAveragePooling2d');
  const name = checkName(options.name, 'globalAveragePooling2d');
  return new Layer(configOf('globalAveragePooling2d', { keepDims, name }), name, (inputShapes) => {
    const shape = imageShape(only(inputShapes, 'globalAveragePooling2d'), 'globalAveragePooling2d');
    const [, , channels] = shape;
    return {
      unit: { kind: 'globalAveragePooling2d', shape: shape.join() },
      outputShape: keepDims ? [1, 1, channels] : [channels],
      parameters: [],
    };
  });
}
