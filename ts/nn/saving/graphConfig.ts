import { show } from '../../checks.js';
import { DataError } from '../../errors.js';
import type { Shape } from '../../shape.js';
import { configOf, type Json } from '../registry.js';
import { checkInputShape } from '../layers/inputs.js';
import { layerFromConfig } from '../layers/fromConfig.js';
import type { Plan } from '../compile/plan.js';
import type { Graph } from '../graph/graph.js';

/** A graph as plain JSON. */
export interface GraphConfig {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly layers: readonly {
    readonly name: string;
    readonly from: readonly number[];
    readonly config: Json;
  }[];
  readonly outputs: readonly number[];
}

export function graphConfig({ inputs, layers, outputIds }: Plan): GraphConfig {
  return {
    inputs: inputs.map(({ name, shape }) => ({ name, shape })),
    layers: layers.map(({ name, inputIds, layer }) => {
      // The layer's name in the model stands beside its config, also where the user gave it none.
      return { name, from: inputIds, config: configOf(layer.kind, { ...layer.config, name: undefined }) };
    }),
    outputs: outputIds,
  };
}

/** @throws DataError, ArgumentError, ShapeError or DTypeError for JSON that is no such graph */
export function graphFromConfig(json: unknown, operation: string): Graph {
  const { inputs, layers, outputs } = (json ?? {}) as Partial<Record<keyof GraphConfig, unknown>>;
  if (!isList(inputs) || !isList(layers) || !isList(outputs) || inputs.length === 0) {
    throw broken(operation, 'the graph lacks inputs, layers or outputs');
  }
  const taken = new Set<unknown>();
  const inputSpecs = inputs.map((input) => {
    const { name, shape } = (input ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || taken.has(name))
      throw broken(operation, `the name of an input is ${taken.has(name) ? 'another’s, ' : ''}${show(name)}`);
    taken.add(name);
    return { name, shape: checkInputShape(shape, 'shape', operation) };
  });
  const nodes = layers.map((layer, index) => {
    const { name, from, config } = (layer ?? {}) as Record<string, unknown>;
    const isBefore = (tensor: unknown): tensor is number =>
      Number.isSafeInteger(tensor) &&
      (tensor as number) >= 0 &&
      (tensor as number) < inputSpecs.length + index;
    if (!isList(from) || from.length === 0 || !from.every(isBefore))
      throw broken(operation, `layer ${index} reads what is not there`);
    if (typeof name !== 'string') throw broken(operation, `the name of layer ${index} is ${show(name)}`);
    return { layer: layerFromConfig(config, name, operation), inputIds: from };
  });
  const isThere = (tensor: unknown): tensor is number =>
    Number.isSafeInteger(tensor) &&
    (tensor as number) >= 0 &&
    (tensor as number) < inputSpecs.length + nodes.length;
  if (outputs.length === 0 || !outputs.every(isThere)) throw broken(operation, 'an output is not there');
  return { inputs: inputSpecs, nodes, outputs };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function broken(operation: string, actual: string): DataError {
  return new DataError({
    code: 'model-graph',
    operation,
    actual,
    expected: 'a graph of layers that each read what comes before them is needed',
    remedy: 'save the model again',
  });
}
