import type { DType, HalfArray, TypedArray } from '../array.js';
import type { FloatArray } from '../backend/backend.js';
import { typeName } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Elements } from './strided.js';

/**
 * Values times `scale` in an element type of the kernels. They are copied unless they have that type already; also out of
 * shared memory, which another thread could change while a kernel reads it.
 */
export function toFloats(data: TypedArray, scale: number, dtype: DType): FloatArray {
  const Target = dtype === 'float32' ? Float32Array : Float64Array;
  if (data instanceof Target && scale === 1 && data.buffer instanceof ArrayBuffer) return data;
  const values: FloatArray = new Target(data);
  if (scale === 1) return values;
  for (let i = 0; i < values.length; i++) values[i] = (data[i] ?? 0) * scale;
  return values;
}

/** Typed arrays of an element type that no kernel takes. */
export type Convertible = (BigInt64Array | BigUint64Array | HalfArray) & Elements<Convertible>;

export function isConvertible(value: unknown): value is Convertible {
  return (
    ArrayBuffer.isView(value) && ['BigInt64Array', 'BigUint64Array', 'Float16Array'].includes(typeName(value))
  );
}

/** 64-bit integers as float64, half-precision numbers as float32. An integer that float64 cannot hold is refused. */
export function toTypedArray(data: Convertible, name: string, operation: string): TypedArray {
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
