import type { DType, TypedArray } from '../array.js';
import type { FloatArray } from '../backend/backend.js';

/** Values in an element type of the kernels, in memory that nobody else can change while they read it. */
export function toFloats(data: TypedArray, scale: number, dtype: DType): FloatArray {
  const Target = dtype === 'float32' ? Float32Array : Float64Array;
  if (data instanceof Target && scale === 1 && data.buffer instanceof ArrayBuffer) return data;
  const values: FloatArray = new Target(data);
  if (scale === 1) return values;
  for (let i = 0; i < values.length; i++) values[i] = (data[i] ?? 0) * scale;
  return values;
}
