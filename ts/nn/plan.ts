import type { Unit } from '../backend/backend.js';
import { positiveInteger, show } from '../checks.js';
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';
import { Layer, type LayerPlan, type Parameter } from './layers/layer.js';
import { nameLayers } from './names.js';

/** A layer in its place in a model. */
export interface PlannedLayer extends LayerPlan {
  readonly name: string;
  readonly kind: string;
}

/** A model with all shapes known. */
export interface Plan {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly layers: readonly PlannedLayer[];
  readonly units: readonly Unit[];
  /** The parameters of all layers in order: the indices of the seam. */
  readonly parameters: readonly Parameter[];
}

/** A gigabyte in float64; with gradients, optimizer state and copies, more fits no WebAssembly memory. */
const MOST_PARAMETERS = 2 ** 27;

export function plan(inputShape: unknown, layers: unknown): Plan {
  const start = checkInputShape(inputShape);
  const checked = checkLayers(layers);
  const names = nameLayers(checked);
  let shape = start;
  const planned = checked.map((layer, index): PlannedLayer => {
    const layerPlan = layer.plan(shape);
    shape = layerPlan.outputShape;
    return { ...layerPlan, kind: layer.kind, name: names[index] ?? layer.kind };
  });
  const parameters = planned.flatMap((layer) => layer.parameters);
  checkCount(countValues(parameters));
  return {
    inputShape: start,
    outputShape: shape,
    layers: planned,
    units: planned.map(({ unit }) => unit),
    parameters,
  };
}

export function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((count, { shape }) => count + sizeOf(shape), 0);
}

function checkInputShape(shape: unknown): Shape {
  if (!Array.isArray(shape) || shape.length === 0) {
    throw new ShapeError({
      code: 'input-shape',
      operation: 'sequential',
      actual: `inputShape is ${Array.isArray(shape) ? '[]' : show(shape)}`,
      expected: 'it must be the shape of one sample, an array of sizes',
      remedy: 'pass inputShape: [784], for example',
    });
  }
  shape.forEach((size, axis) => positiveInteger(size, `inputShape[${axis}]`, 'sequential'));
  return [...(shape as number[])];
}

function checkLayers(layers: unknown): readonly Layer[] {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new ArgumentError({
      code: 'layers',
      operation: 'sequential',
      actual: `layers is ${show(layers)}`,
      expected: 'it must be an array of at least one layer',
      remedy: 'pass [layers.dense(10)], for example',
    });
  }
  return layers.map((layer: unknown, index) => {
    if (layer instanceof Layer) return layer;
    throw new DTypeError({
      code: 'not-a-layer',
      operation: 'sequential',
      actual: `layers[${index}] is ${show(layer)}`,
      expected: 'it must be a layer',
      remedy: 'make it with a call such as layers.dense(10)',
    });
  });
}

function checkCount(count: number): void {
  if (count <= MOST_PARAMETERS) return;
  throw new ArgumentError({
    code: 'too-large',
    operation: 'sequential',
    actual: `the model has ${count} parameters`,
    expected: `at most ${MOST_PARAMETERS} fit into memory`,
    remedy: 'use fewer units',
  });
}

/** The error for samples whose features are not the model's. */
export function featureMisfit(plan: Plan, features: number, shape: Shape): ShapeError {
  const wanted = sizeOf(plan.inputShape);
  return new ShapeError({
    code: 'feature-count',
    operation: plan.layers[0]?.kind ?? 'sequential',
    actual: `input has ${features} features`,
    expected: `the layer was built for ${wanted} (input shape ${shapeText(shape)})`,
    remedy: `reshape the input to [n, ${plan.inputShape.join(', ')}]`,
  });
}
