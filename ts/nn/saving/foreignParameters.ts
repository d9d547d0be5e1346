import type { ModelParameter, WeightedKind } from '../../files/index.js';
import type { Plan, PlannedParameter } from '../compile/plan.js';

/** How the weights of a layer are laid out, by the layer's kind. */
const WEIGHTED: Readonly<Record<string, WeightedKind>> = {
  dense: 'dense',
  conv2d: 'conv2d',
  depthwiseConv2d: 'conv2d',
  batchNormalization: 'batchNormalization',
  layerNormalization: 'layerNormalization',
};

/** The parameters of a model, described so that weights of PyTorch and Keras can be matched to them. */
export function foreignParameters(plan: Plan): readonly ModelParameter[] {
  return plan.layers.flatMap(({ name, layer, parameters }, index) => {
    const flattened = flattenedImage(plan, index);
    return parameters.map((parameter) => ({
      layer: name,
      kind: WEIGHTED[layer.kind] ?? 'dense',
      name: parameter.name as ModelParameter['name'],
      shape: parameter.shape,
      ...(flattened && { flattenedFrom: flattened }),
    }));
  });
}

/** Layers that keep the order of the features. */
const ORDER_PRESERVING = ['activation', 'dropout', 'batchNormalization', 'layerNormalization'];

/** Shape of the image whose flattened features a layer reads; undefined where it reads no flattened image. */
function flattenedImage({ inputs, layers }: Plan, index: number): PlannedParameter['shape'] | undefined {
  let at = layers[index];
  while (at) {
    const before = (at.inputIds[0] ?? 0) - inputs.length;
    const source = layers[before];
    if (source?.layer.kind === 'flatten') {
      const from = source.inputIds[0] ?? 0;
      const shape = from < inputs.length ? inputs[from]?.shape : layers[from - inputs.length]?.outputShape;
      return shape?.length === 3 ? shape : undefined;
    }
    at = source && ORDER_PRESERVING.includes(source.layer.kind) ? source : undefined;
  }
  return undefined;
}
