import { NDArrayCore } from '#vendor/numpy-ts.js';

import type { NdArray } from '../array.js';
import { asarray, isProtocol } from './arrays.js';

/** A parameter that takes an array of NumPy takes this library's arrays, too. */
type Widened<Parameter> = Parameter extends NDArrayCore
  ? Parameter | NdArray
  : Parameter extends NDArrayCore[]
    ? (NDArrayCore | NdArray)[]
    : Parameter;

/** A function of numpy-ts, whose array parameters also take `{ data, shape }`. */
export type Accepting<Operation> = Operation extends (...args: infer Args) => infer Result
  ? Operation & ((...args: { [Index in keyof Args]: Widened<Args[Index]> }) => Result)
  : never;

/**
 * A function of numpy-ts that gets its arrays in plain row-major memory.
 *
 * In numpy-ts 1.7 some 120 functions read a transposed, sliced or repeated view as if it were its base.
 */
export function onContiguous<Operation>(operation: Operation): Accepting<Operation> {
  const call = operation as (this: unknown, ...args: unknown[]) => unknown;
  return function (this: unknown, ...args: unknown[]) {
    return call.apply(this instanceof NDArrayCore ? contiguous(this) : this, args.map(contiguous));
  } as Accepting<Operation>;
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
