import type { Shape } from '../../shape.js';
import type { FileArray } from '../fileArray.js';

/** Layers whose weights other frameworks name and lay out in ways known here. */
export type WeightedKind = 'dense' | 'conv2d' | 'batchNormalization' | 'layerNormalization';

/** In the order in which a layer lists its parameters, and Keras its variables. */
export const parameterNames = ['kernel', 'bias', 'gamma', 'beta', 'movingMean', 'movingVariance'] as const;
export type ParameterName = (typeof parameterNames)[number];

/** One array of a model, as the model needs it. */
export interface ModelParameter {
  /** Name of the layer, unlike that of any other. */
  readonly layer: string;
  readonly kind: WeightedKind;
  readonly name: ParameterName;
  /** In the layout of this library and of Keras: dense `[in, out]`, conv2d `[height, width, in / groups, out]`. */
  readonly shape: Shape;
  /**
   * `[height, width, channels]` where the layer's input is a flattened image: PyTorch flattens
   * `[channels, height, width]`, so the inputs of the layer come in another order.
   */
  readonly flattenedFrom?: Shape;
}

/** Arrays by name, as a file of weights gives them. */
export type ForeignTensors = ReadonlyMap<string, FileArray>;

export interface ForeignOptions {
  /** Module or layer in the file by name of the model's layer: `{ dense_1: 'classifier.0' }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** The parameters of one layer of the model. */
export interface ModelLayer {
  readonly name: string;
  readonly kind: WeightedKind;
  readonly parameters: readonly ModelParameter[];
}

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
