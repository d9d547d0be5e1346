import { boolean, checkOptions, positiveInteger } from '../../checks.js';
import { activation, type ActivationLike } from '../activations/index.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { readWeightOptions, WEIGHT_OPTIONS, type WeightOptions } from './weightOptions.js';
import { checkGroups, type Padding, readPadding, pair, type PairLike, planWindows } from './windows.js';

export interface ConvolutionOptions extends WeightOptions {
  /** Distance from one window to the next; 1 by default. */
  readonly strides?: PairLike | undefined;
  /** `valid` by default. */
  readonly padding?: Padding | undefined;
  /** Distance from one pixel of a window to the next; 1 by default. */
  readonly dilationRate?: PairLike | undefined;
  /** Applied to the weighted sums; `linear` by default. */
  readonly activation?: ActivationLike | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

export interface Conv2dOptions extends ConvolutionOptions {
  /** Number of groups of channels and filters; the filters of a group see only its channels; 1 by default. */
  readonly groups?: number | undefined;
}

export const CONVOLUTION_OPTIONS = [
  'strides',
  'padding',
  'dilationRate',
  'activation',
  'name',
  ...WEIGHT_OPTIONS,
];

/**
 * A convolution of images, channels last: each value is
 * `activation(Σ x[row·stride + i·dilation, column·stride + j·dilation, c] · kernel[i, j, c, filter] + bias[filter])`.
 *
 * Samples [rows, columns, channels] become [rows', columns', filters], with rows' = ⌊(rows − span)/stride⌋ + 1 and
 * span = (size − 1)·dilation + 1 for `valid` padding, ⌈rows/stride⌉ for `same`. The kernel has shape
 * [size, size, channels/groups, filters], the bias [filters].
 *
 * @param kernelSize size of a window, one number or [rows, columns]
 * @throws ArgumentError for numbers that are not positive integers, or an unknown padding, activation or option
 * @throws ShapeError when a model gives the layer samples that are not images, or too small, or if `groups`
 *   does not divide channels and filters
 * @example layers.conv2d(32, 3, { padding: 'same', activation: 'relu' })
 */
export function conv2d(filters: number, kernelSize: PairLike, options: Conv2dOptions = {}): Layer {
  checkOptions(options, [...CONVOLUTION_OPTIONS, 'groups'], 'conv2d');
  positiveInteger(filters, 'filters', 'conv2d');
  const groups = positiveInteger(options.groups ?? 1, 'groups', 'conv2d');
  const convolution = readConvolution(kernelSize, options, 'conv2d');
  const { windows, weights, useBias } = convolution;
  const config = configOf('conv2d', { filters, groups, ...convolution.config });

  return new Layer(config, convolution.name, (inputShapes) => {
    const { channels, output, op } = planWindows(windows, only(inputShapes, 'conv2d'), 'conv2d');
    checkGroups(groups, channels, filters, 'conv2d');
    const kernel = weights.parameter('kernel', [...windows.kernel, channels / groups, filters]);
    return {
      op: { kind: 'conv2d', ...op, filters, groups, ...convolution.op },
      outputShape: [...output, filters],
      parameters: useBias ? [kernel, weights.parameter('bias', [filters])] : [kernel],
    };
  });
}

/** Reads the options that every convolution takes. */
export function readConvolution(kernelSize: PairLike, options: ConvolutionOptions, operation: string) {
  const kernel = pair(kernelSize, 'kernelSize', operation);
  const strides = pair(options.strides ?? 1, 'strides', operation);
  const dilation = pair(options.dilationRate ?? 1, 'dilationRate', operation);
  const padding = readPadding(options.padding ?? 'valid', operation);
  const applied = activation(options.activation ?? 'linear', operation);
  const useBias = boolean(options.useBias ?? true, 'useBias', operation);
  const weights = readWeightOptions(options, operation);
  const name = checkName(options.name, operation);
  return {
    windows: { kernel, strides, dilation, padding },
    weights,
    useBias,
    name,
    op: { bias: useBias, ...applied.op, ...weights.opArguments },
    config: {
      kernelSize: kernel,
      strides,
      dilationRate: dilation,
      padding,
      activation: applied.config,
      useBias,
      ...weights.config,
      name,
    },
  };
}
