/** The typed arrays that may be passed to this library. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Element type of all of a model's arithmetic. */
export type DType = 'float32' | 'float64';

/** The array protocol: flat row-major data and its shape. Arrays of numpy-ts satisfy it. */
export interface NdArray<Data extends TypedArray = TypedArray> {
  readonly data: Data;
  readonly shape: readonly number[];
}

/**
 * An array of stored values that stand for `value * scale`. Images can stay bytes this way, in a quarter of the memory
 * of float32.
 */
export interface ScaledArray<Data extends TypedArray = TypedArray> extends NdArray<Data> {
  readonly scale?: number;
}

/** A `Float16Array`, declared by its properties, because not every version of TypeScript's library has the type. */
export interface HalfArray extends ArrayBufferView {
  readonly [Symbol.toStringTag]: 'Float16Array';
  readonly length: number;
  readonly [index: number]: number;
}

/**
 * An array that may be passed to this library: the protocol, with all element types that arrays of numpy-ts may have.
 * 64-bit integers are converted to float64, half-precision numbers to float32; `scale` is that of `ScaledArray`.
 */
export interface InputArray {
  readonly data: TypedArray | BigInt64Array | BigUint64Array | HalfArray;
  readonly shape: readonly number[];
  readonly scale?: number;
}

/** Numbers nested to any depth, such as `[[0, 1], [1, 0]]`. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** Every value that may be passed as an array. */
export type ArrayLike = InputArray | TypedArray | NestedNumbers;
