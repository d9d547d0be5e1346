import type { HalfArray, TypedArray } from '../array.js';
import { typeName } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Elements } from './strided.js';

/** Typed arrays whose values no kernel takes as they are. */
export type Convertible = (BigInt64Array | BigUint64Array | HalfArray) & Elements<Convertible>;

export function isConvertible(value: unknown): value is Convertible {
  return (
    ArrayBuffer.isView(value) && ['BigInt64Array', 'BigUint64Array', 'Float16Array'].includes(typeName(value))
  );
}

/** 64-bit integers as float64, half-precision numbers as float32: exactly, or not at all. */
export function converted(data: Convertible, name: string, operation: string): TypedArray {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return Float32Array.from(data);
  const values = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (!Number.isSafeInteger(value)) throw inexact(data[i] ?? 0n, i, name, operation);
    values[i] = value;
  }
  return values;
}

function inexact(value: bigint, index: number, name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'inexact-integer',
    operation,
    actual: `${name}.data[${index}] is ${value}n`,
    expected: 'integers must be between -(2^53 - 1) and 2^53 - 1 to become floating-point numbers',
    remedy: `scale ${name} first, or convert it with Float64Array.from(data, Number)`,
  });
}
