import { show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import type { LayerDefinition } from '../contracts.js';
import { SymbolicTensor } from './symbolicTensor.js';

/** The output tensor of a layer that is applied to these tensors. */
export function apply(layer: LayerDefinition, inputs: readonly unknown[]): SymbolicTensor {
  if (inputs.length === 0) {
    throw new ArgumentError({
      code: 'no-input',
      operation: layer.kind,
      actual: 'the layer was applied to no tensor',
      expected: 'it needs at least one',
      remedy: 'pass what input(…) or another layer’s apply returned',
    });
  }
  const tensors = inputs.map((tensor) => {
    if (tensor instanceof SymbolicTensor) return tensor;
    throw new DTypeError({
      code: 'not-a-tensor',
      operation: layer.kind,
      actual: `the layer was applied to ${show(tensor)}`,
      expected: 'it must be a tensor of a graph',
      remedy: 'pass what input(…) or another layer’s apply returned; data are passed to fit and predict',
    });
  });
  const { outputShape } = layer.plan(tensors.map(({ shape }) => shape));
  return new SymbolicTensor(outputShape, { layer, inputs: tensors });
}
