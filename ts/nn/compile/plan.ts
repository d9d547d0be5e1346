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

/** A layer of a model, fitted to the shapes of its inputs. */
export interface PlannedLayer extends LayerPlan {
  readonly name: string;
  readonly layer: LayerDefinition;
  /** Ids of the tensors that the layer reads: the model's inputs are numbered first, then the layers' outputs. */
  readonly inputIds: readonly number[];
}

/** A parameter of a model. */
export interface PlannedParameter extends Parameter {
  /** Name of the layer that owns the parameter. */
  readonly layer: string;
  readonly isTrained: boolean;
}

/** A model with all shapes known: what `compile` and saved files are made from. */
export interface Plan {
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  readonly layers: readonly PlannedLayer[];
  /** Ids of the tensors that are the model's outputs. */
  readonly outputIds: readonly number[];
  /** The parameters of all layers in order; `Program.read` and `write` count them so. */
  readonly parameters: readonly PlannedParameter[];
  readonly kernels: KernelGraph;
}

/** The graph as it is passed to the kernels. */
export interface KernelGraph {
  readonly inputShapes: readonly Shape[];
  readonly layers: readonly LayerSpec[];
  readonly outputs: readonly number[];
}

/** A gigabyte in float64: with gradients, optimizer state and copies, more does not fit into a WebAssembly memory. */
const MAX_PARAMETERS = 2 ** 27;

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

/** Names of the outputs: those of their tensors, made distinct where a tensor is an output twice. */
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
  const outputIds = outputs.map((tensor) => {
    // The kernels want each output to be the output of a layer, and of no other output: a linear layer makes it one.
    const id = kernelId(tensor);
    const isFree = id >= inputShapes.length && !taken.has(id);
    const own = isFree ? id : push({ kind: 'activation', activation: 'linear' }, [id]);
    taken.add(own);
    return own;
  });
  return { inputShapes, layers: specs, outputs: outputIds };
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
    expected: 'each layer with weights once, as weights cannot be shared',
    remedy: 'make a second layer with the same arguments',
  });
}

function checkCount(count: number, operation: string): void {
  if (count <= MAX_PARAMETERS) return;
  throw new ArgumentError({
    code: 'too-large',
    operation,
    actual: `the model has ${count} parameters`,
    expected: `at most ${MAX_PARAMETERS} fit into memory`,
    remedy: 'use fewer units',
  });
}
