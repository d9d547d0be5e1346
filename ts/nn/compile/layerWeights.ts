import type { DType } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { show } from '../../checks.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { sameShape, shapeText, sizeOf } from '../../shape.js';
import type { Parameter } from '../contracts.js';
import type { Plan, PlannedParameter } from './plan.js';
import { nonFinite } from '../samples/inputs.js';

/** Reads new values of all parameters of a model, in their order; `nameOf` names one in error messages. */
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
      actual: `${weights.length} arrays were passed`,
      expected: `the model has ${parameters.length}: ${parameters.map(({ shape }) => shapeText(shape)).join(', ')}`,
      remedy: 'pass one array for each, as getWeights returns them',
    });
  }
  return parameters.map((parameter, index) =>
    readWeight(weights[index], nameOf(parameter, index), parameter, dtype, operation),
  );
}

/** Reads new values of one parameter. */
export function readWeight(
  value: unknown,
  where: string,
  { name, shape }: Parameter,
  dtype: DType,
  operation: string,
): FloatArray {
  if (holdsBigInts(value)) throw notFloats(where, operation);
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

/** Whether a value holds 64-bit integers, which are no weights: such a file holds something else. */
function holdsBigInts(value: unknown): boolean {
  const data: unknown = typeof value === 'object' && value !== null && 'data' in value ? value.data : value;
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

function notFloats(where: string, operation: string): DTypeError {
  return new DTypeError({
    code: 'element-type',
    operation,
    actual: `${where} holds 64-bit integers`,
    expected: 'weights are floating-point numbers',
    remedy: 'convert them with Float64Array.from(data, Number)',
  });
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
