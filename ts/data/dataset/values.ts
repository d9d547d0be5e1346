import type { ScaledArray, TypedArray } from '../../array.js';
import { flatten } from '../../convert/flatten.js';
import { ShapeError } from '../../errors.js';

/** Reads any `ArrayLike` of samples, whose first axis counts them. Flat arrays are not copied. */
export function readValues(value: unknown, name: string, operation: string): ScaledArray {
  const { data, shape = [data.length], scale } = flatten(value, name, operation);
  if (shape.length === 0) {
    throw new ShapeError({
      code: 'shape',
      operation,
      actual: `${name} has shape []`,
      expected: 'its first axis must count the samples',
      remedy: `pass ${name} with shape [n, …]`,
    });
  }
  return scale === 1 ? { data, shape } : { data, shape, scale };
}

/** Number of values in one sample. */
export function widthOf({ shape }: ScaledArray): number {
  let width = 1;
  for (let axis = 1; axis < shape.length; axis++) width *= shape[axis] ?? 1;
  return width;
}

/** Samples from one to before another, as a view. */
export function slice(values: ScaledArray, from: number, to: number): ScaledArray {
  const width = widthOf(values);
  return {
    ...values,
    data: values.data.subarray(from * width, to * width),
    shape: [to - from, ...values.shape.slice(1)],
  };
}

/** The samples of these indices, copied in their order. */
export function gather(values: ScaledArray, indices: Uint32Array): ScaledArray {
  const { data, shape } = values;
  const width = widthOf(values);
  const gathered = zerosLike(data, indices.length * width);
  if (width === 1) {
    for (let row = 0; row < indices.length; row++) gathered[row] = data[indices[row] ?? 0] ?? 0;
  } else {
    indices.forEach((sample, row) => {
      gathered.set(data.subarray(sample * width, (sample + 1) * width), row * width);
    });
  }
  return { ...values, data: gathered, shape: [indices.length, ...shape.slice(1)] };
}

/** An array of zeros in the element type of `data`. */
export function zerosLike(data: TypedArray, length: number): TypedArray {
  const { constructor } = data as { constructor: unknown };
  return new (constructor as new (length: number) => TypedArray)(length);
}
