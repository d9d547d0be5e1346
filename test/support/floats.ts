import type { DType } from 'ferrograd';

/** An array of this type and length, with a function of the index as its values. */
export function floats(
  dtype: DType,
  length: number,
  value: (index: number) => number,
): Float32Array | Float64Array {
  const values = Array.from({ length }, (_, index) => value(index));
  return dtype === 'float32' ? new Float32Array(values) : new Float64Array(values);
}
