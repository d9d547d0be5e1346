import { NDArray, NDArrayCore } from '#vendor/numpy-ts.js';

import type { NdArray, TypedArray } from '../array.js';
import { isTypedArray } from '../convert/flatten.js';
import { asarray, isProtocol } from './arrays.js';

/** Arrays of this library, and typed arrays. */
type Protocol = NdArray | TypedArray;

/** The type of a parameter: one that takes an array of numpy-ts takes this library's arrays too. */
type Widened<Parameter> = Parameter extends NDArrayCore
  ? Parameter | Protocol
  : Parameter extends NDArrayCore[]
    ? (NDArrayCore | Protocol)[]
    : Parameter;

/** The type of a function of numpy-ts whose array parameters also take `{ data, shape }`. */
export type Accepting<Operation> = Operation extends (...args: infer Args) => infer Result
  ? Operation & ((...args: { [Index in keyof Args]: Widened<Args[Index]> }) => Result)
  : never;

/** The type of a result: arrays in it are `NDArray`, which has methods. */
type WithMethods<Result> =
  Result extends NDArrayCore<infer D>
    ? NDArray<D>
    : Result extends NDArrayCore[]
      ? NDArray[]
      : Result extends Readonly<Record<string, unknown>>
        ? { [Name in keyof Result]: WithMethods<Result[Name]> }
        : Result;

/** The types of functions of numpy-ts that take this library's arrays and return arrays with methods. */
export type Wrapped<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (...args: infer Args) => infer Result
    ? (...args: { [Index in keyof Args]: Widened<Args[Index]> }) => WithMethods<Result>
    : never;
};

/**
 * Wraps a function of numpy-ts so that it gets every array in contiguous row-major memory, because many functions of
 * numpy-ts 1.7 read a transposed, sliced or repeated view as if it were its base.
 */
export function onContiguous<Operation>(operation: Operation): Accepting<Operation> {
  const call = operation as (this: unknown, ...args: unknown[]) => unknown;
  return function (this: unknown, ...args: unknown[]) {
    return withMethods(
      call.apply(this instanceof NDArrayCore ? contiguous(this) : this, args.map(contiguous)),
    );
  } as Accepting<Operation>;
}

/** A result with methods on its arrays, which those of decompositions lack. */
function withMethods(result: unknown): unknown {
  if (result instanceof NDArray || typeof result !== 'object' || result === null) return result;
  if (result instanceof NDArrayCore) return asarray(result);
  if (Array.isArray(result)) return result[0] instanceof NDArrayCore ? result.map(withMethods) : result;
  if (Object.getPrototypeOf(result) !== Object.prototype) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, withMethods(value)]));
}

/** An argument with its arrays in contiguous row-major memory; any other value as it is. */
function contiguous(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof NDArrayCore) return isPlain(value) ? value : value.copy();
  if (isProtocol(value) || isTypedArray(value)) return asarray(value);
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  return typeof list?.[0] === 'object' ? list.map(contiguous) : value;
}

/** Whether an array's memory holds exactly its values, in row-major order. */
export function isPlain(array: Pick<NDArrayCore, 'storage'>): boolean {
  const { data, size, dtype, offset, isCContiguous } = array.storage;
  return isCContiguous && offset === 0 && data.length === (dtype.startsWith('complex') ? 2 * size : size);
}
