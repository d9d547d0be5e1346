import { NDArray, NDArrayCore } from '#vendor/numpy-ts.js';

import type { NdArray as Protocol } from '../array.js';
import { asarray, isProtocol } from './arrays.js';

/** A parameter that takes an array of NumPy takes this library's arrays, too. */
type Widened<Parameter> = Parameter extends NDArrayCore
  ? Parameter | Protocol
  : Parameter extends NDArrayCore[]
    ? (NDArrayCore | Protocol)[]
    : Parameter;

/** A function of numpy-ts, whose array parameters also take `{ data, shape }`. */
export type Accepting<Operation> = Operation extends (...args: infer Args) => infer Result
  ? Operation & ((...args: { [Index in keyof Args]: Widened<Args[Index]> }) => Result)
  : never;

/** An array, or the arrays of an object, with the methods that they have here. */
type WithMethods<Result> =
  Result extends NDArrayCore<infer D>
    ? NDArray<D>
    : Result extends NDArrayCore[]
      ? NDArray[]
      : Result extends Readonly<Record<string, unknown>>
        ? { [Name in keyof Result]: WithMethods<Result[Name]> }
        : Result;

/** Functions of numpy-ts that take this library's arrays and give arrays with methods. */
export type Wrapped<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (...args: infer Args) => infer Result
    ? (...args: { [Index in keyof Args]: Widened<Args[Index]> }) => WithMethods<Result>
    : never;
};

/**
 * A function of numpy-ts that gets its arrays in plain row-major memory.
 *
 * In numpy-ts 1.7 some 120 functions read a transposed, sliced or repeated view as if it were its base.
 */
export function onContiguous<Operation>(operation: Operation): Accepting<Operation> {
  const call = operation as (this: unknown, ...args: unknown[]) => unknown;
  return function (this: unknown, ...args: unknown[]) {
    return withMethods(
      call.apply(this instanceof NDArrayCore ? contiguous(this) : this, args.map(contiguous)),
    );
  } as Accepting<Operation>;
}

/** Decompositions give arrays without methods. */
function withMethods(result: unknown): unknown {
  if (result instanceof NDArray || typeof result !== 'object' || result === null) return result;
  if (result instanceof NDArrayCore) return asarray(result);
  if (Array.isArray(result)) return result[0] instanceof NDArrayCore ? result.map(withMethods) : result;
  if (Object.getPrototypeOf(result) !== Object.prototype) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, withMethods(value)]));
}

/** The arrays of an argument in plain row-major memory; all else as it is. */
function contiguous(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof NDArrayCore) return isPlain(value) ? value : value.copy();
  if (isProtocol(value)) return asarray(value);
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  return typeof list?.[0] === 'object' ? list.map(contiguous) : value;
}

/** Whether an array's data are its values in row-major order, and nothing else. */
export function isPlain(array: Pick<NDArrayCore, 'storage'>): boolean {
  const { data, size, dtype, offset, isCContiguous } = array.storage;
  return isCContiguous && offset === 0 && data.length === (dtype.startsWith('complex') ? 2 * size : size);
}
