import type { DType } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ShapeError } from '../../errors.js';
import { sameShape, type Shape, shapeText, sizeOf } from '../../shape.js';
import { nonFinite } from '../samples/inputs.js';

/** Reads a gradient, which must have the shape of its array; a bare typed array needs as many values. */
export function readGradient(
  value: unknown,
  name: string,
  shape: Shape,
  dtype: DType,
  operation: string,
): FloatArray {
  const flat = flatten(value, name, operation);
  if (!sameShape(flat.shape ?? shape, shape) || flat.data.length !== sizeOf(shape)) {
    throw new ShapeError({
      code: 'gradient-shape',
      operation,
      actual: `${name} has shape ${shapeText(flat.shape ?? [flat.data.length])}`,
      expected: `shape ${shapeText(shape)}, that of the array it belongs to`,
      remedy: 'pass one value for each value of that array',
    });
  }
  const values = toFloats(flat.data, flat.scale, dtype);
  const bad = firstNonFinite(values);
  if (bad >= 0) throw nonFinite(name, shape, bad, values[bad] ?? NaN, operation);
  return values;
}

/** Index of the first NaN or infinity, −1 where all are finite. A plain loop: `findIndex` took longer than the gradients. */
function firstNonFinite(values: FloatArray): number {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) return index;
  }
  return -1;
}
