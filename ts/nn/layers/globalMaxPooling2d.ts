import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../config.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { imageShape } from './windows.js';

export interface GlobalMaxPooling2dOptions {
  /** Whether samples stay images, of one pixel: [1, 1, channels]; false by default. */
  readonly keepDims?: boolean | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * The largest value of each channel over the whole image: samples [rows, columns, channels] become [channels].
 *
 * @throws ArgumentError for an unknown option
 * @throws ShapeError when a model gives it samples that are no images
 * @example layers.globalMaxPooling2d()
 */
export function globalMaxPooling2d(options: GlobalMaxPooling2dOptions = {}): Layer {
  checkOptions(options, ['keepDims', 'name'], 'globalMaxPooling2d');
  const keepDims = boolean(options.keepDims ?? false, 'keepDims', 'globalMaxPooling2d');
  const name = checkName(options.name, 'globalMaxPooling2d');
  return new Layer(configOf('globalMaxPooling2d', { keepDims, name }), name, (inputShapes) => {
    const shape = imageShape(only(inputShapes, 'globalMaxPooling2d'), 'globalMaxPooling2d');
    const [, , channels] = shape;
    return {
      unit: { kind: 'globalMaxPooling2d', shape: shape.join() },
      outputShape: keepDims ? [1, 1, channels] : [channels],
      parameters: [],
    };
  });
}
