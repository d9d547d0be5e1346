import {
  asarray as toArray,
  Complex,
  type DType,
  NDArray,
  NDArrayCore,
  stack,
  zeros,
} from '#vendor/numpy-ts.js';

import type { ScaledArray } from '../array.js';
import { show, typeName } from '../checks.js';
import { isTypedArray } from '../convert/flatten.js';
import { DTypeError, ShapeError } from '../errors.js';
import { shapeText, sizeOf } from '../shape.js';

type Storage = NDArrayCore['storage'];
/** The class that holds the memory of numpy-ts' arrays; numpy-ts does not export it. */
interface StorageClass {
  fromDataShared(
    data: unknown,
    shape: readonly number[],
    dtype: DType,
    strides: readonly number[],
    offset: number,
    region: null,
  ): Storage;
}
const StorageOf = zeros([1]).storage.constructor as unknown as StorageClass;

/** NumPy's name of the element type of each typed array. */
const dtypes: Readonly<Record<string, DType>> = {
  Float64Array: 'float64',
  Float32Array: 'float32',
  Float16Array: 'float16',
  Int8Array: 'int8',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Int16Array: 'int16',
  Uint16Array: 'uint16',
  Int32Array: 'int32',
  Uint32Array: 'uint32',
  BigInt64Array: 'int64',
  BigUint64Array: 'uint64',
};

/** Whether a value is `{ data, shape }` and not already an array of numpy-ts. */
export function isProtocol(value: unknown): value is ScaledArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof NDArrayCore) &&
    'data' in value &&
    'shape' in value &&
    ArrayBuffer.isView(value.data)
  );
}

/**
 * Converts a value to an array, without a copy where that is possible, as `numpy.asarray`.
 *
 * Results of this library (`{ data, shape }`) and typed arrays are not copied: writing to one changes the other.
 * An array with a `scale`, such as an image of bytes, becomes float32 values, each `stored * scale`.
 *
 * @param a an array, `{ data, shape }`, a typed array, or numbers nested to any depth
 * @param dtype element type of the result; default: that of `a`, `float64` for numbers, `bool` for booleans
 * @throws ShapeError when data and shape disagree, or nested rows have different lengths
 * @throws DTypeError for a value that is not an array of numbers
 * @example np.asarray(net.predict(x)).T
 */
export function asarray<D extends DType = DType>(a: unknown, dtype?: D): NDArray<D> {
  const array = own(a) ?? overMemory(a) ?? stacked(a);
  if (array)
    return (dtype === undefined || array.dtype === dtype ? array : array.astype(dtype)) as NDArray<D>;
  if (!isList(a)) {
    if (typeof a === 'object' && a !== null && !(a instanceof NDArrayCore) && !(a instanceof Complex))
      throw notAnArray(a);
    return toArray(a, dtype);
  }
  checkNested(a);
  const ofBooleans = typeof firstLeaf(a) === 'boolean';
  return toArray(a, dtype ?? (ofBooleans ? ('bool' as D) : undefined));
}

/** An array of numpy-ts, with methods, which arrays of some of its functions lack; undefined for any other value. */
function own(value: unknown): NDArray | undefined {
  if (value instanceof NDArray) return value;
  return value instanceof NDArrayCore ? NDArray.fromStorage(value.storage) : undefined;
}

/** A list of arrays stacked to one array; undefined for any other value. */
function stacked(value: unknown): NDArray | undefined {
  if (!isList(value)) return undefined;
  const leaf = firstLeaf(value);
  const isArray = leaf instanceof NDArrayCore || ArrayBuffer.isView(leaf) || isProtocol(leaf);
  return isArray ? stack(value.map((row) => asarray(row))) : undefined;
}

/**
 * Copies a value to a new array, as `numpy.array`.
 *
 * Unlike in NumPy, whole numbers become float64 by default, because JavaScript has one type of number.
 *
 * @param data any value that `asarray` takes
 * @throws everything that `asarray` throws
 * @example np.array([[1, 2], [3, 4]])
 */
export function array<D extends DType = DType>(data: unknown, dtype?: D): NDArray<D> {
  const made = asarray(data, dtype);
  const isShared = made === data || isProtocol(data) || isTypedArray(data);
  return isShared ? made.copy() : made;
}

/** An array over the memory of a typed array or `{ data, shape }`; undefined for any other value. */
function overMemory(value: unknown): NDArray | undefined {
  if (ArrayBuffer.isView(value)) return arrayOver(value, [(value as Uint8Array).length]);
  if (!isProtocol(value)) return undefined;
  const { data, shape, scale = 1 } = value;
  if (sizeOf(shape) !== data.length) throw misfit(data.length, shape);
  if (scale !== 1)
    return arrayOver(
      Float32Array.from(data, (stored) => stored * scale),
      shape,
    );
  return arrayOver(data, shape, 'dtype' in value && value.dtype === 'bool' ? 'bool' : undefined);
}

/** An array over the memory of a typed array in row-major order, in which complex numbers are pairs. */
export function arrayOver(view: ArrayBufferView, shape: readonly number[], dtype?: DType): NDArray {
  const own = dtypes[typeName(view)];
  if (own === undefined) throw notAnArray(view);
  const { buffer, byteOffset, byteLength } = view;
  const data = view instanceof Uint8ClampedArray ? new Uint8Array(buffer, byteOffset, byteLength) : view;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return NDArray.fromStorage(StorageOf.fromDataShared(data, [...shape], dtype ?? own, strides, 0, null));
}

/** Refuses rows of unequal length and entries that are no numbers; numpy-ts would make NaN of both. */
function checkNested(list: readonly unknown[], where = 'a'): void {
  const [first] = list;
  const size = isList(first) ? first.length : undefined;
  for (const [i, entry] of list.entries()) {
    const name = `${where}[${i}]`;
    if (isList(entry) ? entry.length !== size : size !== undefined) throw ragged(name, entry, size);
    if (isList(entry)) checkNested(entry, name);
    else if (!isScalar(entry)) throw notANumber(name, entry);
  }
}

function isScalar(value: unknown): boolean {
  return ['number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Complex;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function firstLeaf(value: readonly unknown[]): unknown {
  let leaf: unknown = value;
  while (Array.isArray(leaf) && !isProtocol(leaf)) leaf = leaf[0];
  return leaf;
}

function misfit(length: number, shape: readonly number[]): ShapeError {
  return new ShapeError({
    code: 'size',
    operation: 'asarray',
    actual: `the array has ${length} values`,
    expected: `its shape ${shapeText(shape)} needs ${sizeOf(shape)}`,
    remedy: 'correct the shape, or pass all values',
  });
}

function notAnArray(value: object): DTypeError {
  return new DTypeError({
    code: 'not-an-array',
    operation: 'asarray',
    actual: `the value is ${show(value)}`,
    expected: 'it must be an array, { data, shape }, a typed array, or nested arrays of numbers',
    remedy: 'convert the value to one of these',
  });
}

function ragged(where: string, value: unknown, size: number | undefined): ShapeError {
  return new ShapeError({
    code: 'ragged',
    operation: 'array',
    actual: `${where} is ${show(value)}`,
    expected:
      size === undefined
        ? 'it must be a number, as the entries before it'
        : `it must have ${size} entries, as the rows before it`,
    remedy: 'make all rows equally long',
  });
}

function notANumber(where: string, value: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-number',
    operation: 'array',
    actual: `${where} is ${show(value)}`,
    expected: 'it must be a number, a boolean or a Complex',
    remedy: 'convert strings with Number first',
  });
}
