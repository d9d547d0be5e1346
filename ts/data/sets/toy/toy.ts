import type { NdArray } from '../../../array.js';
import { checkOptions, number, positiveInteger } from '../../../checks.js';
import { Random } from '../../../random/generator.js';
import { readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';

/** Points in the plane and their classes. */
export interface LabelledPoints {
  /** Of shape [n, 2]. */
  readonly x: NdArray<Float64Array>;
  /** Class of each point, [n]. */
  readonly y: NdArray<Uint8Array>;
}

export interface SpiralOptions {
  /** Points of each class; 100 by default. */
  readonly samples?: number | undefined;
  /** Number of arms; 3 by default. */
  readonly classes?: number | undefined;
  /** Standard deviation of the angle, before it is taken 2.5 times; 0.2 by default. */
  readonly noise?: number | undefined;
  /** By default a random one. */
  readonly seed?: number | undefined;
}

export interface LinearOptions {
  /** Number of points; 100 by default. */
  readonly samples?: number | undefined;
  /** By default a random one. */
  readonly seed?: number | undefined;
}

/**
 * The spiral data of the from-scratch courses: class c is an arm `(r sin 2.5t, r cos 2.5t)` with r from 0 to 1 and t from
 * 4c to 4(c + 1) plus noise, in equal steps. The classes follow one another.
 *
 * After A. Karpathy's CS231n notes, in the form of Kinsley, Kukieła, "Neural Networks from Scratch in Python" (2020).
 *
 * @throws ArgumentError for options out of range
 * @example const { x, y } = spiral({ samples: 200, classes: 3, seed: 1 })
 */
export function spiral(options: SpiralOptions = {}): LabelledPoints {
  checkOptions(options, ['samples', 'classes', 'noise', 'seed'], 'spiral');
  const samples = positiveInteger(options.samples ?? 100, 'samples', 'spiral');
  const classes = number(positiveInteger(options.classes ?? 3, 'classes', 'spiral'), 'classes', 'spiral', {
    highest: 256,
  });
  const noise = number(options.noise ?? 0.2, 'noise', 'spiral', { lowest: 0 });
  const random = new Random(readSeed(options.seed, 'spiral'), streams.spiral);
  return points(samples * classes, (index) => {
    const label = Math.floor(index / samples);
    const radius = samples > 1 ? (index % samples) / (samples - 1) : 0;
    const angle = 2.5 * (4 * (label + radius) + noise * random.normal());
    return [radius * Math.sin(angle), radius * Math.cos(angle), label];
  });
}

/**
 * Random points of the unit square in two classes that the diagonal separates: 0 where the first coordinate is larger
 * than the second, otherwise 1.
 *
 * @throws ArgumentError for options out of range
 * @example const { x, y } = linear({ samples: 100, seed: 1 })
 */
export function linear(options: LinearOptions = {}): LabelledPoints {
  checkOptions(options, ['samples', 'seed'], 'linear');
  const samples = positiveInteger(options.samples ?? 100, 'samples', 'linear');
  const random = new Random(readSeed(options.seed, 'linear'), streams.linear);
  return points(samples, () => {
    const [a, b] = [random.uniform(), random.uniform()];
    return [a, b, a > b ? 0 : 1];
  });
}

/**
 * 21 points on the diagonals of the unit square, in steps of 0.1: class 0 on the rising, class 1 on the falling one,
 * without its middle, where they meet. No line separates the classes, as with XOR.
 *
 * @example const { x, y } = xorEasy()
 */
export function xorEasy(): LabelledPoints {
  const rows: Point[] = [];
  for (let i = 0; i <= 10; i++) {
    rows.push([i / 10, i / 10, 0]);
    if (i !== 5) rows.push([i / 10, 1 - i / 10, 1]);
  }
  return points(rows.length, (index) => rows[index] ?? [0, 0, 0]);
}

type Point = readonly [number, number, label: number];

function points(count: number, at: (index: number) => Point): LabelledPoints {
  const data = new Float64Array(2 * count);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const [first, second, label] = at(index);
    data.set([first, second], 2 * index);
    labels[index] = label;
  }
  return { x: { data, shape: [count, 2] }, y: { data: labels, shape: [count] } };
}
