import type { NdArray, TypedArray } from '../../array.js';
import type { Shape } from '../../shape.js';
import { permute } from '../permute.js';
import { assemble, type Convention } from './assemble.js';
import { type ForeignModule, groupByModule, type Variables } from './modules.js';
import type {
  ForeignOptions,
  ForeignTensors,
  ModelParameter,
  ParameterName,
  WeightedKind,
} from './parameters.js';

/**
 * Weights of a model from a PyTorch `state_dict`, in the layout of this library.
 *
 * Linear `[out, in]` becomes `[in, out]`, Conv2d `[out, in / groups, height, width]` becomes
 * `[height, width, in / groups, out]`; a layer after a flattened image has its inputs reordered
 * (`flattenedFrom`). `weight` and `bias` of normalisations are gamma and beta, `running_mean` and
 * `running_var` the moving averages; `num_batches_tracked` is left out, and a prefix `module.` or `_orig_mod.` that
 * all names share is dropped. Modules are found by the names of layers, or else in order (see `names`).
 *
 * @param parameters parameters of the model, in its order
 * @param tensors arrays by name, as `decodeSafetensors` and `decodeNpz` return them
 * @returns one array for each parameter, of the file's float type
 * @throws DataError `weights-misfit` listing all tensors that are missing, left over or misshapen;
 * `weights-ambiguous` when the order of layers cannot be known; ArgumentError for an unknown name in `names`
 * @see https://pytorch.org/docs/stable/nn.html
 */
export function pytorchWeights(
  parameters: readonly ModelParameter[],
  tensors: ForeignTensors,
  options: ForeignOptions = {},
  operation = 'pytorchWeights',
): NdArray[] {
  return assemble(parameters, modulesOf(tensors), convention, options, operation);
}

const variables: Readonly<Record<ParameterName, string>> = {
  kernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  movingMean: 'running_mean',
  movingVariance: 'running_var',
};

const convention: Convention = {
  framework: 'PyTorch',
  variable: ({ name }) => variables[name],
  foreignShape: ({ name, kind, shape }) => (name === 'kernel' ? kernelShape(kind, shape) : shape),
  convert,
};

function kernelShape(kind: WeightedKind, shape: Shape): Shape {
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  return kind === 'conv2d' ? [d, c, a, b] : [b, a];
}

function convert(data: TypedArray, { name, kind, shape, flattenedFrom }: ModelParameter): TypedArray {
  const image = flattenedFrom && channelsFirst(flattenedFrom);
  if (name !== 'kernel') return image && kind !== 'conv2d' ? permute(data, image, [1, 2, 0]) : data;
  if (kind === 'conv2d') return permute(data, kernelShape(kind, shape), [2, 3, 1, 0]);
  const [inputs = 0, units = 0] = shape;
  return image ? permute(data, [units, ...image], [2, 3, 1, 0]) : permute(data, [units, inputs], [1, 0]);
}

function channelsFirst([height = 0, width = 0, channels = 0]: Shape): Shape {
  return [channels, height, width];
}

function modulesOf(tensors: ForeignTensors): ForeignModule[] {
  const names = [...tensors.keys()];
  const wrapper = ['module.', '_orig_mod.'].find((prefix) => names.every((name) => name.startsWith(prefix)));
  const split = (name: string) => {
    const own = name.slice(wrapper?.length ?? 0);
    const dot = own.lastIndexOf('.');
    const variable = own.slice(dot + 1);
    return variable === 'num_batches_tracked'
      ? undefined
      : ([own.slice(0, Math.max(0, dot)), variable] as const);
  };
  return groupByModule(tensors, split, kindOf);
}

/** Kind of a module, by the rank of its weight; that of a normalisation has the shape of the bias. */
function kindOf(_module: string, inModule: Variables): WeightedKind {
  if (inModule.has('running_mean')) return 'batchNormalization';
  const rank = inModule.get('weight')?.array.shape.length;
  return rank === 4 ? 'conv2d' : rank === 2 ? 'dense' : 'layerNormalization';
}
