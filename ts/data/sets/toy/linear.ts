import { checkOptions, positiveInteger } from '../../../checks.js';
import { Random, readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';
import { type LabelledPoints, labelledPoints } from './labelledPoints.js';

export interface LinearOptions {
  /** Number of points; 100 by default. */
  readonly samples?: number | undefined;
  /** Seed of the coordinates; a random one by default. */
  readonly seed?: number | undefined;
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
  return labelledPoints(samples, () => {
    const [a, b] = [random.uniform(), random.uniform()];
    return [a, b, a > b ? 0 : 1];
  });
}
