import type { NdArray } from '../../../array.js';
import { boolean, checkOptions, number, positiveInteger, show } from '../../../checks.js';
import { ArgumentError } from '../../../errors.js';
import { Random } from '../../../random/generator.js';
import { readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';
import type { LabelledPoints } from './toy.js';

export interface MoonsOptions {
  /** Number of points; 100 by default. */
  readonly samples?: number | undefined;
  /** Standard deviation of what is added to both coordinates; 0 by default. */
  readonly noise?: number | undefined;
  /** Whether the points come in random order; true by default. */
  readonly shuffle?: boolean | undefined;
  /** By default a random one. */
  readonly seed?: number | undefined;
}

export interface CirclesOptions extends MoonsOptions {
  /** Radius of the inner circle, in [0, 1); 0.8 by default. */
  readonly factor?: number | undefined;
}

export interface BlobsOptions {
  /** Number of points, which the blobs share; 100 by default. */
  readonly samples?: number | undefined;
  /** Number of coordinates; 2 by default. */
  readonly features?: number | undefined;
  /** Number of blobs, or where their centres are; 3 by default. */
  readonly centers?: number | readonly (readonly number[])[] | undefined;
  /** Standard deviation of all blobs, or of each; 1 by default. */
  readonly std?: number | readonly number[] | undefined;
  /** Range of the coordinates of random centres; [-10, 10] by default. */
  readonly box?: readonly [lowest: number, highest: number] | undefined;
  readonly shuffle?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** Points, their classes, and where the centres are. */
export interface Blobs extends LabelledPoints {
  /** Of shape [centres, features]. */
  readonly centers: NdArray<Float64Array>;
}

/**
 * Two half circles that reach into each other: `(cos t, sin t)` and `(1 - cos t, ½ - sin t)` with t from 0 to π in equal
 * steps; scikit-learn's `make_moons`.
 *
 * @throws ArgumentError for options out of range
 * @example const { x, y } = moons({ samples: 200, noise: 0.1, seed: 1 })
 */
export function moons(options: MoonsOptions = {}): LabelledPoints {
  checkOptions(options, ['samples', 'noise', 'shuffle', 'seed'], 'moons');
  const samples = positiveInteger(options.samples ?? 100, 'samples', 'moons');
  const outer = Math.floor(samples / 2);
  return scattered(samples, options, 'moons', (index) => {
    const isInner = index >= outer;
    const [place, count] = isInner ? [index - outer, samples - outer] : [index, outer];
    const t = count > 1 ? (Math.PI * place) / (count - 1) : 0;
    return isInner ? [1 - Math.cos(t), 0.5 - Math.sin(t), 1] : [Math.cos(t), Math.sin(t), 0];
  });
}

/**
 * A circle of radius 1 (class 0) around one of radius `factor` (class 1), each in equal steps of the angle;
 * scikit-learn's `make_circles`.
 *
 * @throws ArgumentError for options out of range
 * @example const { x, y } = circles({ samples: 200, factor: 0.5, noise: 0.05, seed: 1 })
 */
export function circles(options: CirclesOptions = {}): LabelledPoints {
  checkOptions(options, ['samples', 'noise', 'factor', 'shuffle', 'seed'], 'circles');
  const samples = positiveInteger(options.samples ?? 100, 'samples', 'circles');
  const range = { lowest: 0, highest: 1, open: true };
  const factor = number(options.factor ?? 0.8, 'factor', 'circles', range);
  const outer = Math.floor(samples / 2);
  return scattered(samples, options, 'circles', (index) => {
    const isInner = index >= outer;
    const [place, count] = isInner ? [index - outer, samples - outer] : [index, outer];
    const [t, radius] = [(2 * Math.PI * place) / count, isInner ? factor : 1];
    return [radius * Math.cos(t), radius * Math.sin(t), Number(isInner)];
  });
}

/**
 * Normally distributed points around centres, as many of each class as can be; scikit-learn's `make_blobs`.
 *
 * @throws ArgumentError for options out of range
 * @example const { x, y } = blobs({ samples: 300, centers: 4, std: 0.6, seed: 1 })
 */
export function blobs(options: BlobsOptions = {}): Blobs {
  const operation = 'blobs';
  checkOptions(options, ['samples', 'features', 'centers', 'std', 'box', 'shuffle', 'seed'], operation);
  const samples = positiveInteger(options.samples ?? 100, 'samples', operation);
  const random = new Random(readSeed(options.seed, operation), streams.blobs);
  const centers = readCenters(options, random);
  const [count = 0, features = 0] = centers.shape;
  const deviations = readDeviations(options.std ?? 1, count);
  const order = readOrder(options.shuffle, samples, random, operation);
  const x = new Float64Array(samples * features);
  const y = new Uint8Array(samples);
  let index = 0;
  for (let center = 0; center < count; center++) {
    const size = Math.floor(samples / count) + Number(center < samples % count);
    for (let point = 0; point < size; point++) {
      const place = order[index++] ?? 0;
      y[place] = center;
      for (let axis = 0; axis < features; axis++) {
        const middle = centers.data[center * features + axis] ?? 0;
        x[place * features + axis] = middle + (deviations[center] ?? 1) * random.normal();
      }
    }
  }
  return { x: { data: x, shape: [samples, features] }, y: { data: y, shape: [samples] }, centers };
}

function readCenters({ centers = 3, features = 2, box = [-10, 10] }: BlobsOptions, random: Random) {
  if (typeof centers === 'number') {
    const count = number(positiveInteger(centers, 'centers', 'blobs'), 'centers', 'blobs', { highest: 256 });
    const width = positiveInteger(features, 'features', 'blobs');
    const [lowest, highest] = box;
    number(highest, 'box[1]', 'blobs', { lowest: number(lowest, 'box[0]', 'blobs') });
    const coordinate = () => lowest + (highest - lowest) * random.uniform();
    return { data: Float64Array.from({ length: count * width }, coordinate), shape: [count, width] };
  }
  const width = centers[0]?.length ?? 0;
  const isTable = width > 0 && centers.length <= 256;
  if (!isTable || centers.some((one) => one.length !== width || !one.every(Number.isFinite))) {
    throw new ArgumentError({
      code: 'centers',
      operation: 'blobs',
      actual: `centers is ${show(centers)}`,
      expected: 'it must be a number, or up to 256 points with as many coordinates each',
      remedy: 'pass such as centers: [[0, 0], [5, 5]]',
    });
  }
  return { data: Float64Array.from(centers.flat()), shape: [centers.length, width] };
}

function readDeviations(std: number | readonly number[], count: number): readonly number[] {
  const all = typeof std === 'number' ? Array.from({ length: count }, () => std) : std;
  if (all.length !== count) {
    throw new ArgumentError({
      code: 'std',
      operation: 'blobs',
      actual: `std has ${all.length} entries`,
      expected: `there are ${count} centres`,
      remedy: 'pass one number, or one for each centre',
    });
  }
  return all.map((one, index) => number(one, `std[${index}]`, 'blobs', { lowest: 0 }));
}

/** Where each point goes. */
function readOrder(shuffle: unknown, samples: number, random: Random, operation: string): Uint32Array {
  if (boolean(shuffle ?? true, 'shuffle', operation)) return random.permutation(samples);
  return Uint32Array.from({ length: samples }, (_, index) => index);
}

function scattered(
  samples: number,
  options: MoonsOptions,
  operation: 'moons' | 'circles',
  at: (index: number) => readonly [number, number, number],
): LabelledPoints {
  const noise = number(options.noise ?? 0, 'noise', operation, { lowest: 0 });
  const random = new Random(readSeed(options.seed, operation), streams[operation]);
  const order = readOrder(options.shuffle, samples, random, operation);
  const x = new Float64Array(2 * samples);
  const y = new Uint8Array(samples);
  order.forEach((place, index) => {
    const [first, second, label] = at(index);
    x[2 * place] = first + (noise > 0 ? noise * random.normal() : 0);
    x[2 * place + 1] = second + (noise > 0 ? noise * random.normal() : 0);
    y[place] = label;
  });
  return { x: { data: x, shape: [samples, 2] }, y: { data: y, shape: [samples] } };
}
