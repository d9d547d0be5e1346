import type { LayerSpec, OpSpec } from '../../backend/backend.js';
import { ArgumentError } from '../../errors.js';
import { type Shape, sizeOf } from '../../shape.js';
import type { Graph } from '../graph/graph.js';
import type { LayerDefinition, LayerPlan, Parameter } from '../contracts.js';
import { distinct } from '../names.js';
import { nameLayers } from './layerNames.js';

/** An input of a model. */
export interface InputSpec {
  readonly name: string;
  /** Shape of one sample. */
  readonly shape: Shape;
}

/** An output of a model. */
export type OutputSpec = InputSpec;

/** A layer in its place in a model. */
export interface PlannedLayer extends LayerPlan {
  readonly name: string;
  readonly layer: LayerDefinition;
  /** The tensors that it reads: the model's inputs come first, then the layers' outputs. */
  readonly inputIds: readonly number[];
}

/** A weight in its place in a model. */
export interface PlannedParameter extends Parameter {
  /** Name of the layer. */
  readonly layer: string;
  readonly isTrained: boolean;
}

/** A model with all shapes known. */
export interface Plan {
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  readonly layers: readonly PlannedLayer[];
  /** The tensors that the outputs are. */
  readonly outputIds: readonly number[];
  /** The parameters of all layers in order: the indices of the seam. */
  readonly parameters: readonly PlannedParameter[];
  readonly kernels: KernelGraph;
}

/** The graph as it crosses. */
export interface KernelGraph {
  readonly inputShapes: readonly Shape[];
  readonly layers: readonly LayerSpec[];
  readonly outputs: readonly number[];
}

/** A gigabyte in float64; with gradients, optimizer state and copies, more fits no WebAssembly memory. */
const MOST_PARAMETERS = 2 ** 27;

export function plan({ inputs, nodes, outputs }: Graph, operation: string): Plan {
  const names = nameLayers(
    nodes.map(({ layer }) => layer),
    operation,
  );
  const shapes = inputs.map(({ shape }) => shape);
  const layers = nodes.map(({ layer, inputIds }, index): PlannedLayer => {
    const layerPlan = layer.plan(inputIds.map((tensor) => shapeOf(shapes, tensor)));
    shapes.push(layerPlan.outputShape);
    return { ...layerPlan, layer, name: names[index] ?? layer.kind, inputIds };
  });
  checkShared(layers, operation);
  const parameters = layers.flatMap(({ name, parameters }) =>
    parameters.map((parameter) => ({ isTrained: true, ...parameter, layer: name })),
  );
  checkCount(countValues(parameters), operation);
  return {
    inputs,
    outputs: outputNames(outputs, [...inputs.map(({ name }) => name), ...names]).map((name, index) => ({
      name,
      shape: shapeOf(shapes, outputs[index] ?? 0),
    })),
    layers,
    outputIds: outputs,
    parameters,
    kernels: kernelGraph(
      inputs.map(({ shape }) => shape),
      layers,
      outputs,
    ),
  };
}

/** Those of the tensors, told apart where one is an output twice. */
function outputNames(outputs: readonly number[], tensors: readonly string[]): readonly string[] {
  const names = outputs.map((tensor) => tensors[tensor] ?? 'output');
  const taken = new Set<string>();
  const wanted = names.map((name) => {
    const isFixed = !taken.has(name);
    taken.add(name);
    return { name, isFixed };
  });
  return distinct(wanted, taken);
}

/** Leaves out layers without an operation, such as flatten: to the kernels their output is their input. */
function kernelGraph(
  inputShapes: readonly Shape[],
  layers: readonly PlannedLayer[],
  outputs: readonly number[],
): KernelGraph {
  const specs: LayerSpec[] = [];
  const tensors = inputShapes.map((_, index) => index);
  const kernelId = (tensor: number) => tensors[tensor] ?? tensor;
  const push = (op: OpSpec, inputIds: readonly number[]) => {
    specs.push({ op, inputIds });
    return inputShapes.length + specs.length - 1;
  };
  for (const { op, inputIds } of layers) {
    const ids = inputIds.map(kernelId);
    tensors.push(op ? push(op, ids) : (ids[0] ?? 0));
  }
  const taken = new Set<number>();
  const ends = outputs.map((tensor) => {
    // An output has to be a layer's, and no other output's.
    const end = kernelId(tensor);
    const isFree = end >= inputShapes.length && !taken.has(end);
    const own = isFree ? end : push({ kind: 'activation', activation: 'linear' }, [end]);
    taken.add(own);
    return own;
  });
  return { inputShapes, layers: specs, outputs: ends };
}

function shapeOf(shapes: readonly Shape[], tensor: number): Shape {
  return shapes[tensor] ?? [];
}

export function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((count, { shape }) => count + sizeOf(shape), 0);
}

function checkShared(layers: readonly PlannedLayer[], operation: string): void {
  const seen = new Set<LayerDefinition>();
  const shared = layers.find(({ layer, parameters }) => {
    const isShared = parameters.length > 0 && seen.has(layer);
    seen.add(layer);
    return isShared;
  });
  if (!shared) return;
  throw new ArgumentError({
    code: 'shared-layer',
    operation,
    actual: `the same ${shared.layer.kind} layer is used twice`,
    expected: 'weights cannot be shared between two places',
    remedy: 'make a second layer with the same arguments',
  });
}

function checkCount(count: number, operation: string): void {
  if (count <= MOST_PARAMETERS) return;
  throw new ArgumentError({
    code: 'too-large',
    operation,
    actual: `the model has ${count} parameters`,
    expected: `at most ${MOST_PARAMETERS} fit into memory`,
    remedy: 'use fewer units',
  });
}
