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
/** The class that holds the memory of numpy-ts' arrays, which it does not export. */
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

/** What numpy-ts calls the element type of each typed array. */
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

/** Whether a value is an array of this library that is not yet one of NumPy's. */
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
 * An array of NumPy over the same memory where that can be, as `numpy.asarray`.
 *
 * Results of this library (`{ data, shape }`) and typed arrays are not copied: writing to one changes the other.
 * An array with a `scale`, such as images of bytes, comes as float32 of what it counts.
 *
 * @param a an array, `{ data, shape }`, a typed array, or numbers nested to any depth
 * @param dtype element type of the result; default: that of `a`, `float64` for numbers, `bool` for booleans
 * @throws ShapeError when data and shape disagree
 * @throws DTypeError for what is no array
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

/** An array of NumPy; some functions of numpy-ts give arrays without methods. */
function own(value: unknown): NDArray | undefined {
  if (value instanceof NDArray) return value;
  return value instanceof NDArrayCore ? NDArray.fromStorage(value.storage) : undefined;
}

/** Rows that are arrays as one array. */
function stacked(value: unknown): NDArray | undefined {
  if (!isList(value)) return undefined;
  const leaf = firstLeaf(value);
  const isArray = leaf instanceof NDArrayCore || ArrayBuffer.isView(leaf) || isProtocol(leaf);
  return isArray ? stack(value.map((row) => asarray(row))) : undefined;
}

/**
 * An array of NumPy in memory of its own, as `numpy.array`.
 *
 * Unlike NumPy's, whole numbers are float64 unless `dtype` says otherwise: JavaScript has one type of number.
 *
 * @param data what `asarray` takes
 * @throws what `asarray` throws
 * @example np.array([[1, 2], [3, 4]])
 */
export function array<D extends DType = DType>(data: unknown, dtype?: D): NDArray<D> {
  const made = asarray(data, dtype);
  const isShared = made === data || isProtocol(data) || isTypedArray(data);
  return isShared ? made.copy() : made;
}

/** An array of NumPy over memory that another has; undefined for a value that has none. */
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

/** An array of NumPy over a typed array in row-major order; complex numbers are pairs there. */
export function arrayOver(view: ArrayBufferView, shape: readonly number[], dtype?: DType): NDArray {
  const own = dtypes[typeName(view)];
  if (own === undefined) throw notAnArray(view);
  const { buffer, byteOffset, byteLength } = view;
  const data = view instanceof Uint8ClampedArray ? new Uint8Array(buffer, byteOffset, byteLength) : view;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return NDArray.fromStorage(StorageOf.fromDataShared(data, [...shape], dtype ?? own, strides, 0, null));
}

/** numpy-ts fills ragged rows with NaN, and makes it of texts. */
function checkNested(list: readonly unknown[], where = 'a'): void {
  const [first] = list;
  const size = isList(first) ? first.length : undefined;
  for (const [i, entry] of list.entries()) {
    const place = `${where}[${i}]`;
    if (isList(entry) ? entry.length !== size : size !== undefined) throw ragged(place, entry, size);
    if (isList(entry)) checkNested(entry, place);
    else if (!isScalar(entry)) throw notANumber(place, entry);
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
    remedy: 'make data and shape agree',
  });
}

function notAnArray(value: object): DTypeError {
  return new DTypeError({
    code: 'not-an-array',
    operation: 'asarray',
    actual: `the value is ${show(value)}`,
    expected: 'it must be an array, { data, shape }, a typed array, or nested arrays of numbers',
    remedy: 'pass one of these',
  });
}

function ragged(where: string, value: unknown, size: number | undefined): ShapeError {
  return new ShapeError({
    code: 'ragged',
    operation: 'array',
    actual: `${where} is ${show(value)}`,
    expected:
      size === undefined
        ? 'it must be a number, as those before'
        : `it must have ${size} entries, as those before`,
    remedy: 'make all rows equally long',
  });
}

function notANumber(where: string, value: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-number',
    operation: 'array',
    actual: `${where} is ${show(value)}`,
    expected: 'it must be a number, a boolean or a Complex',
    remedy: 'convert texts with Number first',
  });
}
