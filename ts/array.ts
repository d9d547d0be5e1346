/** The element types that arrays may have on the way in. */
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

/** The array protocol: flat row-major data and its shape. What numpy-ts makes fits it as it is. */
export interface NdArray<Data extends TypedArray = TypedArray> {
  readonly data: Data;
  readonly shape: readonly number[];
}

/**
 * An array whose elements count `scale` times their stored value: images stay bytes
 * (a quarter of the memory of float32) and are read as `value * scale`.
 */
export interface ScaledArray<Data extends TypedArray = TypedArray> extends NdArray<Data> {
  readonly scale?: number;
}

/** Half-precision numbers where JavaScript has them (`Float16Array`), without naming a type that not all libraries have. */
export interface HalfArray extends ArrayBufferView {
  readonly [Symbol.toStringTag]: 'Float16Array';
  readonly length: number;
  readonly [index: number]: number;
}

/**
 * An array on the way in: the protocol, and what else numpy-ts' arrays may hold. 64-bit integers are converted to
 * float64, half-precision numbers to float32; `scale` counts as in `ScaledArray`.
 */
export interface InputArray {
  readonly data: TypedArray | BigInt64Array | BigUint64Array | HalfArray;
  readonly shape: readonly number[];
  readonly scale?: number;
}

/** Numbers nested to any depth, such as `[[0, 1], [1, 0]]`. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** Everything that may be passed where an array is wanted. */
export type ArrayLike = InputArray | TypedArray | NestedNumbers;
