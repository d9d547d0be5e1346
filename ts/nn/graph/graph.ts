import type { Shape } from '../../shape.js';
import type { LayerDefinition } from '../contracts.js';
import { distinct } from '../names.js';
import type { SymbolicTensor } from './symbolicTensor.js';

/** A graph of layers in topological order. Tensors are numbered: the inputs first, then the output of each node. */
export interface Graph {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly nodes: readonly GraphNode[];
  /** Ids of the tensors that are outputs. */
  readonly outputs: readonly number[];
}

export interface GraphNode {
  readonly layer: LayerDefinition;
  /** Ids of the tensors that the layer reads. */
  readonly inputIds: readonly number[];
}

/** The graph of layers that follow one another. */
export function chain(shape: Shape, layers: readonly LayerDefinition[]): Graph {
  return {
    inputs: [{ name: 'input', shape }],
    nodes: layers.map((layer, index) => ({ layer, inputIds: [index] })),
    outputs: [layers.length],
  };
}

/**
 * The graph of all layers on the way from inputs to outputs, by depth-first search.
 *
 * @param unknown called with an input that leads to an output but is not among the inputs
 */
export function trace(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
  unknown: (tensor: SymbolicTensor) => Error,
): Graph {
  const ids = new Map(inputs.map((tensor, index) => [tensor, index]));
  const nodes: GraphNode[] = [];
  const stack = [...outputs].reverse();
  // A stack instead of recursion, as graphs may be thousands of layers deep: a tensor stays on it until its sources have ids.
  for (let tensor = stack.at(-1); tensor; tensor = stack.at(-1)) {
    const waiting = ids.has(tensor) ? [] : sources(tensor, unknown).filter((source) => !ids.has(source));
    if (waiting.length > 0) {
      stack.push(...waiting.reverse());
      continue;
    }
    stack.pop();
    if (ids.has(tensor) || !tensor.source) continue;
    const { layer, inputs: read } = tensor.source;
    ids.set(tensor, inputs.length + nodes.length);
    nodes.push({ layer, inputIds: read.map((source) => ids.get(source) ?? 0) });
  }
  const names = distinct(
    inputs.map(({ name }) => ({ name: name ?? 'input', isFixed: name !== undefined })),
    new Set(inputs.flatMap(({ name }) => name ?? [])),
  );
  return {
    inputs: inputs.map(({ shape }, index) => ({ name: names[index] ?? 'input', shape })),
    nodes,
    outputs: outputs.map((tensor) => ids.get(tensor) ?? 0),
  };
}

function sources(
  tensor: SymbolicTensor,
  unknown: (tensor: SymbolicTensor) => Error,
): readonly SymbolicTensor[] {
  if (!tensor.source) throw unknown(tensor);
  return tensor.source.inputs;
}
