import type { DType } from '../array.js';
import type { FloatArray } from '../backend/backend.js';
import { show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { toFloats } from '../convert/floats.js';
import { DTypeError, ShapeError } from '../errors.js';
import { sameShape, shapeText, sizeOf } from '../shape.js';
import type { Parameter } from './layers/layer.js';
import type { Plan, PlannedParameter } from './plan.js';
import { nonFinite } from './samples/inputs.js';

/** Reads new values for all parameters of a model, in their order; `nameOf` tells them apart in messages. */
export function readWeights(
  weights: unknown,
  plan: Plan,
  dtype: DType,
  operation = 'setWeights',
  nameOf = (_: PlannedParameter, index: number) => `weights[${index}]`,
): readonly FloatArray[] {
  if (!Array.isArray(weights)) throw notAList(weights, operation);
  const { parameters } = plan;
  if (weights.length !== parameters.length) {
    throw new ShapeError({
      code: 'weight-count',
      operation,
      actual: `${weights.length} arrays came`,
      expected: `the model has ${parameters.length}: ${parameters.map(({ shape }) => shapeText(shape)).join(', ')}`,
      remedy: 'pass one array for each, as getWeights returns them',
    });
  }
  return parameters.map((parameter, index) =>
    readWeight(weights[index], nameOf(parameter, index), parameter, dtype, operation),
  );
}

/** New values of one parameter. */
export function readWeight(
  value: unknown,
  where: string,
  { name, shape }: Parameter,
  dtype: DType,
  operation: string,
): FloatArray {
  const flat = flatten(value, where, operation);
  if (!sameShape(flat.shape ?? shape, shape) || flat.data.length !== sizeOf(shape)) {
    throw new ShapeError({
      code: 'weight-shape',
      operation,
      actual: `${where} has shape ${shapeText(flat.shape ?? [flat.data.length])}`,
      expected: `this ${name} has shape ${shapeText(shape)}`,
      remedy: 'pass arrays of the shapes that getWeights returns',
    });
  }
  const values = toFloats(flat.data, flat.scale, dtype);
  const bad = values.findIndex((value: number) => !Number.isFinite(value));
  if (bad >= 0) throw nonFinite(where, shape, bad, values[bad] ?? NaN, operation);
  return values;
}

function notAList(weights: unknown, operation: string): DTypeError {
  return new DTypeError({
    code: 'not-a-list',
    operation,
    actual: `the weights are ${show(weights)}`,
    expected: 'they must be an array of arrays',
    remedy: 'pass what getWeights returns, for example',
  });
}
