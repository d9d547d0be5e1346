import type { NdArray, TypedArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { show } from '../../checks.js';
import { flatten, isTypedArray } from '../../convert/flatten.js';
import { ArgumentError, DTypeError, ShapeError } from '../../errors.js';
import { type Shape } from '../../shape.js';
import { BuiltLayer, type Trained } from './builtLayer.js';
import { readGradient } from './gradients.js';

/** An array that an optimizer may update in place. */
export type Updatable = FloatArray | NdArray<FloatArray>;

/** The trained weights of layers, with the gradients of their last backward pass. */
export function ofLayers(layers: readonly BuiltLayer<unknown>[], operation: string): Trained[] {
  const twice = layers.findIndex((layer, index) => layers.indexOf(layer) < index);
  if (twice >= 0) throw sharedParameter(`layer ${twice}`, operation);
  return layers.flatMap((layer) => layer.trained(operation));
}

/** Arrays of the user, with their gradients. */
export function ofArrays(
  parameters: readonly unknown[],
  gradients: unknown,
  operation: string,
): readonly Trained[] {
  if (!Array.isArray(gradients)) throw notAList('gradients', gradients, operation);
  if (gradients.length !== parameters.length) {
    throw new ShapeError({
      code: 'gradient-count',
      operation,
      actual: `${gradients.length} gradients were passed`,
      expected: `one for each of ${parameters.length} parameters`,
      remedy: 'pass one gradient for each parameter, in the same order',
    });
  }
  const buffers = new Set<unknown>();
  return parameters.map((parameter, index) => {
    const name = `parameters[${index}]`;
    const { values, shape } = readInPlace(parameter, name, operation);
    if (buffers.has(values)) throw sharedParameter(name, operation);
    buffers.add(values);
    const dtype = values instanceof Float32Array ? 'float32' : 'float64';
    const gradient = readGradient(gradients[index], `gradients[${index}]`, shape, dtype, operation);
    return { name, shape, values, gradient, write: (changed) => values.set(changed) };
  });
}

/** Whether the parameters are layers; a mixture of layers and arrays is refused. */
export function areLayers(
  parameters: unknown,
  operation: string,
): parameters is readonly BuiltLayer<unknown>[] {
  if (!Array.isArray(parameters) || parameters.length === 0)
    throw notAList('parameters', parameters, operation);
  const layers = parameters.filter((entry) => entry instanceof BuiltLayer);
  if (layers.length > 0 && layers.length < parameters.length) {
    throw new DTypeError({
      code: 'mixed-parameters',
      operation,
      actual: `${layers.length} of ${parameters.length} parameters are layers`,
      expected: 'they must be all layers, or all arrays with their gradients',
      remedy: 'use one optimizer for the layers and another for the arrays',
    });
  }
  return layers.length > 0;
}

function readInPlace(
  value: unknown,
  name: string,
  operation: string,
): { readonly values: FloatArray; readonly shape: Shape } {
  const held: unknown = typeof value === 'object' && value !== null && 'data' in value ? value.data : value;
  if (!isTypedArray(held) || !isFloats(held)) {
    throw new DTypeError({
      code: 'not-updatable',
      operation,
      actual: `${name} is ${show(value)}`,
      expected: 'it is changed in place, so it must be, or hold as data, a Float32Array or Float64Array',
      remedy: `pass ${name} as { data: Float64Array.of(…), shape: […] }, for example`,
    });
  }
  const { data, shape = [data.length] } = flatten(value, name, operation);
  // Writing into a contiguous view changes the user's array; writing into a copy would not.
  if (isFloats(data) && data.buffer === held.buffer) return { values: data, shape };
  throw new ShapeError({
    code: 'view',
    operation,
    actual: `${name} is a view whose values are in another order`,
    expected: 'it is changed in place, so it must be row-major',
    remedy: `pass ${name}.copy()`,
  });
}

function isFloats(data: TypedArray): data is FloatArray {
  return data instanceof Float32Array || data instanceof Float64Array;
}

function sharedParameter(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'shared-parameter',
    operation,
    actual: `${name} is in the list twice`,
    expected: 'each parameter once in a step',
    remedy: 'pass each once, with the sum of its gradients',
  });
}

function notAList(name: string, value: unknown, operation: string): DTypeError {
  return new DTypeError({
    code: 'not-a-list',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be a list that is not empty',
    remedy: 'pass step([layer1, layer2]) or step([w, b], [dw, db])',
  });
}
