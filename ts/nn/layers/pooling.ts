import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { imageShape, planWindows, POOLING_OPTIONS, type PoolingOptions, readPooling } from './windows.js';

/** A layer of this kind that gives one value for each window and channel. */
export function pooling(kind: string, options: PoolingOptions): Layer {
  checkOptions(options, POOLING_OPTIONS, kind);
  const windows = readPooling(options, kind);
  const name = checkName(options.name, kind);
  const { kernel: poolSize, strides, padding } = windows;
  return new Layer(configOf(kind, { poolSize, strides, padding, name }), name, (inputShapes) => {
    const plan = planWindows(windows, only(inputShapes, kind), kind);
    return { op: { kind, ...plan.unit }, outputShape: [...plan.output, plan.channels], parameters: [] };
  });
}

export interface GlobalPoolingOptions {
  /** Whether samples stay images, of one pixel: [1, 1, channels]; false by default. */
  readonly keepDims?: boolean | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/** A layer of this kind that gives one value for each channel. */
export function globalPooling(kind: string, options: GlobalPoolingOptions): Layer {
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
