import { checkOptions } from '../../checks.js';
import { configOf } from '../config.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { planWindows, POOLING_OPTIONS, type PoolingOptions, readPooling } from './windows.js';

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
  checkOptions(options, POOLING_OPTIONS, 'maxPooling2d');
  const windows = readPooling(options, 'maxPooling2d');
  const name = checkName(options.name, 'maxPooling2d');
  const { kernel: poolSize, strides, padding } = windows;
  const config = configOf('maxPooling2d', { poolSize, strides, padding, name });
  return new Layer(config, name, (inputShapes) => {
    const plan = planWindows(windows, only(inputShapes, 'maxPooling2d'), 'maxPooling2d');
    return {
      unit: { kind: 'maxPooling2d', ...plan.unit },
      outputShape: [...plan.output, plan.channels],
      parameters: [],
    };
  });
}
