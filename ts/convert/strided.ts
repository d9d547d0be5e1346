import { ShapeError } from '../errors.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';

/** Data that have a place for each element, whatever its type. */
export interface Elements<Data> {
  readonly length: number;
  readonly constructor: unknown;
  slice(start?: number, end?: number): Data;
  subarray(start?: number, end?: number): Data;
}

/** What an array may say of its memory besides the protocol; numpy-ts' arrays say all of it. */
interface Strided<Data> {
  readonly data: Data;
  readonly shape: Shape;
  /** Elements between neighbours along each axis; absent in row-major memory. */
  readonly strides?: unknown;
  /** Index in `data` of the first element; 0 by default. */
  readonly offset?: unknown;
  readonly storage?: unknown;
}

/** Some arrays give their memory back when they are collected: data that are in use must keep their array. */
const owners = new WeakMap<object, object>();

/**
 * The values in row-major order: the data themselves, a part of them where the view is contiguous, or a copy of a view
 * that is transposed, stepped, reversed or repeated.
 */
export function rowMajor<Data extends Elements<Data>>(
  array: Strided<Data>,
  name: string,
  operation: string,
): Data {
  const { data, shape, strides } = array;
  if (!isStrides(strides, shape)) return data;
  owners.set(data, array);
  const offset = offsetOf(array);
  const size = sizeOf(shape);
  checkBounds(data.length, shape, strides, offset, name, operation);
  if (!isRowMajor(strides, shape)) return gather(data, shape, strides, offset, size);
  if (offset === 0 && size === data.length) return data;
  const part = data.subarray(offset, offset + size);
  owners.set(part, array);
  return part;
}

function isStrides(strides: unknown, shape: Shape): strides is readonly number[] {
  return Array.isArray(strides) && strides.length === shape.length && strides.every(Number.isSafeInteger);
}

function offsetOf({ offset, storage }: Strided<unknown>): number {
  const own = offset ?? (storage as { offset?: unknown } | null | undefined)?.offset;
  return typeof own === 'number' && Number.isSafeInteger(own) ? own : 0;
}

/** A view must lie in its data, whichever way its strides point. */
function checkBounds(
  length: number,
  shape: Shape,
  strides: readonly number[],
  offset: number,
  name: string,
  operation: string,
): void {
  if (shape.includes(0)) return;
  const reach = shape.map((size, axis) => (size - 1) * (strides[axis] ?? 0));
  const first = reach.reduce((index, steps) => index + Math.min(steps, 0), offset);
  const last = reach.reduce((index, steps) => index + Math.max(steps, 0), offset);
  if (first >= 0 && last < length) return;
  throw new ShapeError({
    code: 'view',
    operation,
    actual: `${name} is a view with shape ${shapeText(shape)} and strides ${shapeText(strides)}`,
    expected: `it must lie within its data of ${length} values`,
    remedy: `pass ${name}.copy()`,
  });
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

/** Copies row after row; only the last axis is walked without carrying. */
function gather<Data extends Elements<Data>>(
  data: Data,
  shape: Shape,
  strides: readonly number[],
  offset: number,
  size: number,
): Data {
  const from = data as unknown as Record<number, number>;
  const copy = new (data.constructor as new (size: number) => Data)(size);
  const to = copy as unknown as Record<number, number>;
  const width = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 0;
  const index = shape.slice(0, -1).map(() => 0);
  let start = offset;
  for (let row = 0; row < size; row += width) {
    for (let i = 0; i < width; i++) to[row + i] = from[start + i * step] ?? 0;
    start += advance(index, shape, strides);
  }
  return copy;
}

/** Moves the index of a row to the next one; returns the step to take in the data. */
function advance(index: number[], shape: Shape, strides: readonly number[]): number {
  let step = 0;
  for (let axis = index.length - 1; axis >= 0; axis--) {
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
