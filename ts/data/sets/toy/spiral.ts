import { checkOptions, number, positiveInteger } from '../../../checks.js';
import { Random, readSeed } from '../../../random/generator.js';
import { streams } from '../../../random/streams.js';
import { type LabelledPoints, labelledPoints } from './labelledPoints.js';

export interface SpiralOptions {
  /** Points of each class; 100 by default. */
  readonly samples?: number | undefined;
  /** Number of arms; 3 by default. */
  readonly classes?: number | undefined;
  /** Standard deviation of the noise added to t; 0.2 by default. */
  readonly noise?: number | undefined;
  /** Seed of the noise; a random one by default. */
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
  return labelledPoints(samples * classes, (index) => {
    const label = Math.floor(index / samples);
    const radius = samples > 1 ? (index % samples) / (samples - 1) : 0;
    const angle = 2.5 * (4 * (label + radius) + noise * random.normal());
    return [radius * Math.sin(angle), radius * Math.cos(angle), label];
  });
}
