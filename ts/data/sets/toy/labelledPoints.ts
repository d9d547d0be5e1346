import type { NdArray } from '../../../array.js';
import { boolean, number } from '../../../checks.js';
import { Random, readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';

/** Points in the plane and their classes. */
export interface LabelledPoints {
  /** Coordinates, shape [n, 2]. */
  readonly x: NdArray<Float64Array>;
  /** Class of each point, shape [n]. */
  readonly y: NdArray<Uint8Array>;
}

export type Point = readonly [x: number, y: number, label: number];

/** Puts `count` points into arrays, in the order of their indices. */
export function labelledPoints(count: number, pointAt: (index: number) => Point): LabelledPoints {
  const x = new Float64Array(2 * count);
  const y = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const [first, second, label] = pointAt(index);
    x.set([first, second], 2 * index);
    y[index] = label;
  }
  return { x: { data: x, shape: [count, 2] }, y: { data: y, shape: [count] } };
}

interface NoiseOptions {
  readonly noise?: number | undefined;
  readonly shuffle?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** `labelledPoints` with normally distributed noise on both coordinates, in random order unless `shuffle` is false. */
export function noisyPoints(
  count: number,
  options: NoiseOptions,
  operation: 'moons' | 'circles',
  pointAt: (index: number) => Point,
): LabelledPoints {
  const noise = number(options.noise ?? 0, 'noise', operation, { lowest: 0 });
  const random = new Random(readSeed(options.seed, operation), streams[operation]);
  const rows = pointRows(count, options.shuffle, random, operation);
  const x = new Float64Array(2 * count);
  const y = new Uint8Array(count);
  rows.forEach((row, index) => {
    const [first, second, label] = pointAt(index);
    x[2 * row] = first + (noise > 0 ? noise * random.normal() : 0);
    x[2 * row + 1] = second + (noise > 0 ? noise * random.normal() : 0);
    y[row] = label;
  });
  return { x: { data: x, shape: [count, 2] }, y: { data: y, shape: [count] } };
}

/** The row that each point is written to: a random permutation, or its own index without `shuffle`. */
export function pointRows(count: number, shuffle: unknown, random: Random, operation: string): Uint32Array {
  if (boolean(shuffle ?? true, 'shuffle', operation)) return random.permutation(count);
  return Uint32Array.from({ length: count }, (_, index) => index);
}
