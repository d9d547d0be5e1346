import type { NdArray } from '../../array.js';
import { type Shape, sizeOf } from '../../shape.js';
import { assemble, type Convention } from './assemble.js';
import { type ForeignModule, groupByModule, type Variables } from './modules.js';
import {
  type ForeignOptions,
  type ForeignTensors,
  type ModelLayer,
  type ModelParameter,
  type ParameterName,
  parameterNames,
  type WeightedKind,
} from './parameters.js';

/**
 * Weights of a model from those of a Keras model, whose memory layout is the same.
 *
 * Names may be those of Keras 3's weight files (`layers/dense/vars/0`, by position) or of variables
 * (`dense/kernel`, `conv2d/kernel:0`, `batch_normalization/moving_mean`). A DepthwiseConv2D kernel
 * `[height, width, in, multiplier]` becomes that of a grouped conv2d, `[height, width, 1, in · multiplier]`.
 * Optimizer state and seeds in the file are left out. Layers are found by name, or else in order (see `names`).
 *
 * @param parameters parameters of the model, in its order
 * @param tensors arrays by name, as `decodeNpz` and `decodeSafetensors` return them
 * @returns one array for each parameter, of the file's float type
 * @throws DataError `weights-misfit` listing all arrays that are missing, left over or misshapen;
 * `weights-ambiguous` when the order of layers cannot be known; ArgumentError for an unknown name in `names`
 * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
 */
export function kerasWeights(
  parameters: readonly ModelParameter[],
  tensors: ForeignTensors,
  options: ForeignOptions = {},
  operation = 'kerasWeights',
): NdArray[] {
  return assemble(parameters, modulesOf(tensors), convention, options, operation);
}

const variables: Readonly<Record<ParameterName, string>> = {
  kernel: 'kernel',
  bias: 'bias',
  gamma: 'gamma',
  beta: 'beta',
  movingMean: 'moving_mean',
  movingVariance: 'moving_variance',
};
/** Kinds of normalisation layers, by the names that Keras gives them. */
const normalizations: readonly [pattern: RegExp, kind: WeightedKind][] = [
  [/(^|\/)batch_?normalization/i, 'batchNormalization'],
  [/(^|\/)layer_?normalization/i, 'layerNormalization'],
];

const convention: Convention = {
  framework: 'Keras',
  variable: (parameter, layer, module) =>
    module.variables.has('0') ? position(parameter, layer) : variables[parameter.name],
  foreignShape: ({ kind, name, shape }, found) =>
    kind === 'conv2d' && name === 'kernel' && isDepthwise(found, shape) ? found : shape,
  convert: (data) => data,
};

/** Index of a variable among those that the layer has: without gamma, beta is the first. */
function position({ name }: ModelParameter, { parameters }: ModelLayer): string {
  const present = parameterNames.filter((one) => parameters.some((parameter) => parameter.name === one));
  return String(present.indexOf(name));
}

/** Whether a kernel is depthwise: both layouts have the multiplier last, so the order of the values is the same. */
function isDepthwise(found: Shape, shape: Shape): boolean {
  const sameWindow = found.length === 4 && found[0] === shape[0] && found[1] === shape[1];
  return sameWindow && shape[2] === 1 && sizeOf(found) === sizeOf(shape);
}

function modulesOf(tensors: ForeignTensors): ForeignModule[] {
  const isWeight = (name: string) => !/(^|\/)(optimizer|seed_generator|metrics)(\/|$)/.test(name);
  const paths = [...tensors.keys()].filter(isWeight).map((name) => name.split('/'));
  const [model] = paths[0] ?? [];
  // A first component that all names share: `layers/`, or the name of the model.
  const common = paths.every((path) => path[0] === model && path.length > 2) ? 1 : 0;
  const split = (name: string) => {
    if (!isWeight(name)) return undefined;
    const path = name.replace(/:0$/, '').split('/').slice(common);
    const variable = path.pop()?.replace(/^depthwise_kernel$/, 'kernel') ?? '';
    if (path.at(-1) === 'vars') path.pop();
    return [path.join('/'), variable] as const;
  };
  return groupByModule(tensors, split, kindOf);
}

/**
 * Kind of a module: dense and conv2d by the rank of the first variable, normalisations by name, by moving averages or by
 * the number of variables.
 */
function kindOf(name: string, inModule: Variables): WeightedKind {
  const first = inModule.get('kernel') ?? inModule.get('0');
  const rank = first?.array.shape.length;
  if (rank === 4) return 'conv2d';
  if (rank === 2) return 'dense';
  const named = normalizations.find(([pattern]) => pattern.test(name))?.[1];
  const hasAverages = inModule.has('moving_mean') || inModule.size > 2;
  return named ?? (hasAverages ? 'batchNormalization' : 'layerNormalization');
}
