import { checkOptions, number, positiveInteger } from '../../../checks.js';
import { type LabelledPoints, noisyPoints } from './labelledPoints.js';
import type { MoonsOptions } from './moons.js';

export interface CirclesOptions extends MoonsOptions {
  /** Radius of the inner circle, in [0, 1); 0.8 by default. */
  readonly factor?: number | undefined;
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
  return noisyPoints(samples, options, 'circles', (index) => {
    const isInner = index >= outer;
    const [step, count] = isInner ? [index - outer, samples - outer] : [index, outer];
    const [t, radius] = [(2 * Math.PI * step) / count, isInner ? factor : 1];
    return [radius * Math.cos(t), radius * Math.sin(t), Number(isInner)];
  });
}
