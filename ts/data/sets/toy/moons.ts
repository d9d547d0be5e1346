import { checkOptions, positiveInteger } from '../../../checks.js';
import { type LabelledPoints, noisyPoints } from './labelledPoints.js';

export interface MoonsOptions {
  /** Number of points; 100 by default. */
  readonly samples?: number | undefined;
  /** Standard deviation of the noise added to both coordinates; 0 by default. */
  readonly noise?: number | undefined;
  /** Whether the points come in random order; true by default. */
  readonly shuffle?: boolean | undefined;
  /** Seed of the noise and the order; a random one by default. */
  readonly seed?: number | undefined;
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
  return noisyPoints(samples, options, 'moons', (index) => {
    const isInner = index >= outer;
    const [step, count] = isInner ? [index - outer, samples - outer] : [index, outer];
    const t = count > 1 ? (Math.PI * step) / (count - 1) : 0;
    return isInner ? [1 - Math.cos(t), 0.5 - Math.sin(t), 1] : [Math.cos(t), Math.sin(t), 0];
  });
}
