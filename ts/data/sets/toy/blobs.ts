import type { NdArray } from '../../../array.js';
import { checkOptions, number, positiveInteger, show } from '../../../checks.js';
import { ArgumentError } from '../../../errors.js';
import { Random, readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';
import { type LabelledPoints, pointRows } from './labelledPoints.js';

export interface BlobsOptions {
  /** Number of points, which the blobs share; 100 by default. */
  readonly samples?: number | undefined;
  /** Number of coordinates; 2 by default. */
  readonly features?: number | undefined;
  /** Number of blobs, or the coordinates of their centres; 3 by default. */
  readonly centers?: number | readonly (readonly number[])[] | undefined;
  /** Standard deviation of all blobs, or a list with one for each; 1 by default. */
  readonly std?: number | readonly number[] | undefined;
  /** Range of the coordinates of random centres; [-10, 10] by default. */
  readonly box?: readonly [lowest: number, highest: number] | undefined;
  /** Whether the points come in random order; true by default. */
  readonly shuffle?: boolean | undefined;
  /** Seed of the centres, the points and their order; a random one by default. */
  readonly seed?: number | undefined;
}

/** Points, their classes, and the centres of the blobs. */
export interface Blobs extends LabelledPoints {
  /** Coordinates of the centres, shape [centres, features]. */
  readonly centers: NdArray<Float64Array>;
}

/**
 * Normally distributed points around centres, equally many of each class (the first classes get one more where the
 * number does not divide); scikit-learn's `make_blobs`.
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
  const rows = pointRows(samples, options.shuffle, random, operation);
  const x = new Float64Array(samples * features);
  const y = new Uint8Array(samples);
  let index = 0;
  for (let center = 0; center < count; center++) {
    const size = Math.floor(samples / count) + Number(center < samples % count);
    for (let point = 0; point < size; point++) {
      const row = rows[index++] ?? 0;
      y[row] = center;
      for (let axis = 0; axis < features; axis++) {
        const middle = centers.data[center * features + axis] ?? 0;
        x[row * features + axis] = middle + (deviations[center] ?? 1) * random.normal();
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
      expected: 'it must be a number, or 1 to 256 points with equally many finite coordinates',
      remedy: 'pass a list of points, such as centers: [[0, 0], [5, 5]]',
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
      expected: `there are ${count} centres, and each needs a standard deviation`,
      remedy: 'pass one number for all, or a list with one for each centre',
    });
  }
  return all.map((one, index) => number(one, `std[${index}]`, 'blobs', { lowest: 0 }));
}
