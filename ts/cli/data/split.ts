import type { NdArray, ScaledArray } from '../../array.js';
import { kernels } from '../../backend/select.js';
import { sizeOf } from '../../shape.js';
import { countSamples, type Samples } from './dataset.js';

/** A stream of random numbers that no model uses. */
const STREAM = 40;

/** Keeps a random share of the samples, at least one, for validation. */
export function split(samples: Samples, kept: number, seed: number): [train: Samples, validation: Samples] {
  const count = countSamples(samples);
  const generator = kernels.generator(seed, STREAM);
  const order = generator.permutation(count);
  generator.free();
  const held = Math.min(count - 1, Math.max(1, Math.round(kept * count)));
  return [pick(samples, order.subarray(held)), pick(samples, order.subarray(0, held))];
}

function pick({ x, y }: Samples, rows: Uint32Array): Samples {
  return { x: pickRows(x, rows), y: pickRows(y, rows) };
}

function pickRows<A extends ScaledArray | NdArray>(array: A, rows: Uint32Array): A {
  const { data, shape } = array;
  const size = sizeOf(shape.slice(1));
  const picked = new (data.constructor as new (length: number) => A['data'])(rows.length * size);
  rows.forEach((row, index) => picked.set(data.subarray(row * size, (row + 1) * size), index * size));
  return { ...array, data: picked, shape: [rows.length, ...shape.slice(1)] };
}
