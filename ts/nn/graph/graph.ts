import type { Shape } from '../../shape.js';
import type { LayerDefinition } from '../contracts.js';
import { distinct } from '../names.js';
import type { SymbolicTensor } from './symbolicTensor.js';

/** Layers in an order in which each reads only what comes before it. Tensors: inputs first, then outputs of nodes. */
export interface Graph {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly number[];
}

export interface GraphNode {
  readonly layer: LayerDefinition;
  readonly inputIds: readonly number[];
}

/** Layers that follow one another. */
export function chain(shape: Shape, layers: readonly LayerDefinition[]): Graph {
  return {
    inputs: [{ name: 'input', shape }],
    nodes: layers.map((layer, index) => ({ layer, inputIds: [index] })),
    outputs: [layers.length],
  };
}

/**
 * The layers that lead from inputs to outputs, in the order in which they were applied on the way.
 *
 * @param unknown called with an input that leads to an output but is not among the inputs
 */
export function trace(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
  unknown: (tensor: SymbolicTensor) => Error,
): Graph {
  const places = new Map(inputs.map((tensor, index) => [tensor, index]));
  const nodes: GraphNode[] = [];
  const stack = [...outputs].reverse();
  // By hand instead of recursion, as graphs may be thousands of layers deep.
  for (let tensor = stack.at(-1); tensor; tensor = stack.at(-1)) {
    const waiting = places.has(tensor)
      ? []
      : sources(tensor, unknown).filter((source) => !places.has(source));
    if (waiting.length > 0) {
      stack.push(...waiting.reverse());
      continue;
    }
    stack.pop();
    if (places.has(tensor) || !tensor.source) continue;
    const { layer, inputs: from } = tensor.source;
    places.set(tensor, inputs.length + nodes.length);
    nodes.push({ layer, inputIds: from.map((source) => places.get(source) ?? 0) });
  }
  const names = distinct(
    inputs.map(({ name }) => ({ name: name ?? 'input', isFixed: name !== undefined })),
    new Set(inputs.flatMap(({ name }) => name ?? [])),
  );
  return {
    inputs: inputs.map(({ shape }, index) => ({ name: names[index] ?? 'input', shape })),
    nodes,
    outputs: outputs.map((tensor) => places.get(tensor) ?? 0),
  };
}

function sources(
  tensor: SymbolicTensor,
  unknown: (tensor: SymbolicTensor) => Error,
): readonly SymbolicTensor[] {
  if (!tensor.source) throw unknown(tensor);
  return tensor.source.inputs;
}
