import type { DType } from 'ferrograd';
import type { FloatArray } from '../../dist/backend/backend.js';

/** A seeded stream of uniform values in [0, 1) (mulberry32), so that every run measures the same numbers. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values in [-scale, scale), rounded to float32 so that both element types hold the same ones. */
export function randomArray(length: number, seed: number, scale = 1): Float64Array {
  const next = uniform(seed);
  return Float64Array.from({ length }, () => Math.fround(scale * (2 * next() - 1)));
}

export function cast(dtype: DType, values: Float64Array): FloatArray {
  return dtype === 'float32' ? Float32Array.from(values) : values;
}
