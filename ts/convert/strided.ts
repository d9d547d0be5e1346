import type { TypedArray } from '../array.js';
import { ShapeError } from '../errors.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';

interface Strided {
  readonly data: TypedArray;
  readonly shape: Shape;
  /** Elements between neighbours along each axis, where the array says so (numpy-ts does). */
  readonly strides: unknown;
}

/** The values in row-major order: the data itself, or a copy of it for a view such as a transposed array. */
export function rowMajor(array: Strided, name: string, operation: string): TypedArray {
  const { data, shape, strides } = array;
  if (!isStrides(strides, shape) || isRowMajor(strides, shape)) return data;
  const last = shape.reduce((index, size, axis) => index + (size - 1) * (strides[axis] ?? 0), 0);
  const coversData = strides.every((stride) => stride > 0) && last === data.length - 1;
  if (coversData && sizeOf(shape) === data.length) {
    return gather(data, shape, strides);
  }
  throw new ShapeError({
    code: 'view',
    operation,
    actual: `${name} is a view with shape ${shapeText(shape)} and strides ${shapeText(strides)}`,
    expected: 'its data must hold exactly its own values',
    remedy: `pass ${name}.copy()`,
  });
}

function isStrides(strides: unknown, shape: Shape): strides is readonly number[] {
  return Array.isArray(strides) && strides.length === shape.length && strides.every(Number.isSafeInteger);
}

function isRowMajor(strides: readonly number[], shape: Shape): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 0;
    if (size > 1 && strides[axis] !== step) return false;
    step *= size;
  }
  return true;
}

function gather(data: TypedArray, shape: Shape, strides: readonly number[]): TypedArray {
  const copy = data.slice();
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < copy.length; to++) {
    copy[to] = data[from] ?? 0;
    from += advance(index, shape, strides);
  }
  return copy;
}

/** Moves `index` to the next element in row-major order; returns the step to take in the data. */
function advance(index: number[], shape: Shape, strides: readonly number[]): number {
  let step = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    const stride = strides[axis] ?? 0;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return step + stride;
    }
    index[axis] = 0;
    step -= (next - 1) * stride;
  }
  return step;
}
