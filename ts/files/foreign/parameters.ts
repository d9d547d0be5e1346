import type { Shape } from '../../shape.js';
import type { FileArray } from '../fileArray.js';

/** Kinds of layers whose weights can be converted from other frameworks. */
export type WeightedKind = 'dense' | 'conv2d' | 'batchNormalization' | 'layerNormalization';

/** Names of parameters, in the order in which layers list them and Keras its variables. */
export const parameterNames = ['kernel', 'bias', 'gamma', 'beta', 'movingMean', 'movingVariance'] as const;
export type ParameterName = (typeof parameterNames)[number];

/** One array that a model needs. */
export interface ModelParameter {
  /** Name of the layer, which no other layer has. */
  readonly layer: string;
  readonly kind: WeightedKind;
  readonly name: ParameterName;
  /** Shape in the layout of this library and of Keras: dense `[in, out]`, conv2d `[height, width, in / groups, out]`. */
  readonly shape: Shape;
  /**
   * Shape `[height, width, channels]` of the image, where the layer's input is a flattened one: PyTorch flattens
   * `[channels, height, width]`, so the inputs of the layer are in another order there.
   */
  readonly flattenedFrom?: Shape;
}

/** Arrays by name, as a file of weights has them. */
export type ForeignTensors = ReadonlyMap<string, FileArray>;

export interface ForeignOptions {
  /** Names of modules in the file, by the names of the model's layers: `{ dense_1: 'classifier.0' }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** The parameters of one layer of the model. */
export interface ModelLayer {
  readonly name: string;
  readonly kind: WeightedKind;
  readonly parameters: readonly ModelParameter[];
}

/** Groups parameters by layer, in their order. */
export function layersOf(parameters: readonly ModelParameter[]): ModelLayer[] {
  const layers = new Map<string, ModelLayer & { parameters: ModelParameter[] }>();
  for (const parameter of parameters) {
    const { layer: name, kind } = parameter;
    const layer = layers.get(name) ?? { name, kind, parameters: [] };
    layer.parameters.push(parameter);
    layers.set(name, layer);
  }
  return [...layers.values()];
}
