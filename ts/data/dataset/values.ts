import type { ScaledArray, TypedArray } from '../../array.js';
import { flatten } from '../../convert/flatten.js';
import { ShapeError } from '../../errors.js';

/** Reads any `ArrayLike` of samples: the first axis counts them. Nothing is copied that is flat already. */
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

/** Values of one sample. */
export function widthOf({ shape }: ScaledArray): number {
  let width = 1;
  for (let axis = 1; axis < shape.length; axis++) width *= shape[axis] ?? 1;
  return width;
}

/** Samples from one to before another, without copying. */
export function slice(values: ScaledArray, from: number, to: number): ScaledArray {
  const width = widthOf(values);
  return {
    ...values,
    data: values.data.subarray(from * width, to * width),
    shape: [to - from, ...values.shape.slice(1)],
  };
}

/** Some samples, in this order. */
export function gather(values: ScaledArray, order: Uint32Array): ScaledArray {
  const { data, shape } = values;
  const width = widthOf(values);
  const taken = emptyLike(data, order.length * width);
  if (width === 1) {
    for (let place = 0; place < order.length; place++) taken[place] = data[order[place] ?? 0] ?? 0;
  } else {
    order.forEach((sample, place) => {
      taken.set(data.subarray(sample * width, (sample + 1) * width), place * width);
    });
  }
  return { ...values, data: taken, shape: [order.length, ...shape.slice(1)] };
}

/** Zeros of the same element type. */
export function emptyLike(data: TypedArray, length: number): TypedArray {
  const { constructor } = data as { constructor: unknown };
  return new (constructor as new (length: number) => TypedArray)(length);
}
