import { checkOptions, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { CONVOLUTION_OPTIONS, type ConvolutionOptions, readConvolution } from './conv2d.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { type PairLike, planWindows } from './windows.js';

export interface DepthwiseConv2dOptions extends ConvolutionOptions {
  /** Number of filters for each channel; 1 by default. */
  readonly depthMultiplier?: number | undefined;
}

/**
 * A convolution of each channel on its own, as `conv2d` with as many groups as channels. Output channel
 * `c · depthMultiplier + m` is filter m of channel c.
 *
 * Samples [rows, columns, channels] become [rows', columns', channels·depthMultiplier]; the kernel has shape
 * [size, size, channels, depthMultiplier], the bias [channels·depthMultiplier].
 *
 * @param kernelSize size of a window, one number or [rows, columns]
 * @throws ArgumentError for numbers that are not positive integers, or an unknown padding, activation or option
 * @throws ShapeError when a model gives the layer samples that are not images, or too small
 * @example layers.depthwiseConv2d(3, { padding: 'same' })
 */
export function depthwiseConv2d(kernelSize: PairLike, options: DepthwiseConv2dOptions = {}): Layer {
  checkOptions(options, [...CONVOLUTION_OPTIONS, 'depthMultiplier'], 'depthwiseConv2d');
  const multiplier = positiveInteger(options.depthMultiplier ?? 1, 'depthMultiplier', 'depthwiseConv2d');
  const convolution = readConvolution(kernelSize, options, 'depthwiseConv2d');
  const { windows, weights, useBias } = convolution;
  const config = configOf('depthwiseConv2d', { depthMultiplier: multiplier, ...convolution.config });

  return new Layer(config, convolution.name, (inputShapes) => {
    const shape = only(inputShapes, 'depthwiseConv2d');
    const { channels, output, op } = planWindows(windows, shape, 'depthwiseConv2d');
    const filters = channels * multiplier;
    const kernel = weights.parameter('kernel', [...windows.kernel, channels, multiplier]);
    return {
      op: { kind: 'depthwiseConv2d', ...op, multiplier, ...convolution.op },
      outputShape: [...output, filters],
      parameters: useBias ? [kernel, weights.parameter('bias', [filters])] : [kernel],
    };
  });
}
