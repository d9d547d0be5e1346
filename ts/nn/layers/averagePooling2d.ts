import { checkOptions } from '../../checks.js';
import { configOf } from '../config.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { planWindows, POOLING_OPTIONS, type PoolingOptions, readPooling } from './windows.js';

/**
 * The mean of each channel in windows of an image, over the pixels that lie inside it.
 *
 * Samples [rows, columns, channels] become [rows', columns', channels], with rows' = ⌊(rows − size)/stride⌋ + 1 for
 * `valid` padding, ⌈rows/stride⌉ for `same`.
 *
 * @throws ArgumentError for sizes that are no positive integers, or an unknown padding or option
 * @throws ShapeError when a model gives it samples that are no images or too small
 * @example layers.averagePooling2d({ poolSize: 2 })
 */
export function averagePooling2d(options: PoolingOptions = {}): Layer {
  checkOptions(options, POOLING_OPTIONS, 'averagePooling2d');
  const windows = readPooling(options, 'averagePooling2d');
  const name = checkName(options.name, 'averagePooling2d');
  const { kernel: poolSize, strides, padding } = windows;
  const config = configOf('averagePooling2d', { poolSize, strides, padding, name });
  return new Layer(config, name, (inputShapes) => {
    const plan = planWindows(windows, only(inputShapes, 'averagePooling2d'), 'averagePooling2d');
    return {
      unit: { kind: 'averagePooling2d', ...plan.unit },
      outputShape: [...plan.output, plan.channels],
      parameters: [],
    };
  });
}
