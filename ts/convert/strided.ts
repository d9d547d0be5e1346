import { ShapeError } from '../errors.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';

/** The members of typed arrays of every element type. */
export interface Elements<Data> {
  readonly length: number;
  readonly constructor: unknown;
  slice(start?: number, end?: number): Data;
  subarray(start?: number, end?: number): Data;
}

/** An array whose data may be a view of other memory, as those of numpy-ts are. */
interface Strided<Data> {
  readonly data: Data;
  readonly shape: Shape;
  /** Distance of neighbours along each axis, in elements; may be left out in row-major memory. */
  readonly strides?: unknown;
  /** Index of the first element in `data`; 0 by default. */
  readonly offset?: unknown;
  /** numpy-ts keeps the offset here. */
  readonly storage?: unknown;
}

/** Keeps an array alive as long as its data are in use: numpy-ts frees the memory of an array that is collected. */
const owners = new WeakMap<object, object>();

/**
 * The values in row-major order: the data themselves, a subarray where the view is contiguous, or a copy where it is
 * transposed, strided, reversed or broadcast.
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

/** Throws unless the view lies within its data; strides may be negative. */
function checkBounds(
  length: number,
  shape: Shape,
  strides: readonly number[],
  offset: number,
  name: string,
  operation: string,
): void {
  if (shape.includes(0)) return;
  const spans = shape.map((size, axis) => (size - 1) * (strides[axis] ?? 0));
  const first = spans.reduce((index, span) => index + Math.min(span, 0), offset);
  const last = spans.reduce((index, span) => index + Math.max(span, 0), offset);
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

/**
 * Copies a view in row-major order:
 *
 *     for each row, that is each index of all axes but the last:
 *       copy the values of the last axis, `step` elements apart
 *       advance the index like an odometer, and `start` by the strides of the axes that changed
 */
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

/** Advances the index of a row in place, the last axis fastest; returns the distance to the next row in the data. */
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
