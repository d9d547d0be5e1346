import type { RandomGenerator } from '../../backend/backend.js';
import { checkOptions, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { Initializer } from './initializer.js';

export interface NormalOptions {
  /** Mean, 0 by default. */
  readonly mean?: number;
  /** Standard deviation, 0.05 by default. */
  readonly stddev?: number;
}

export interface UniformOptions {
  /** Lower bound, −0.05 by default. */
  readonly minval?: number;
  /** Upper bound, excluded, 0.05 by default. */
  readonly maxval?: number;
}

/**
 * Values from a normal distribution.
 *
 * @throws ArgumentError for a negative deviation or values that are not finite
 * @example initializers.randomNormal({ stddev: 1 })
 */
export function randomNormal(options: NormalOptions = {}): Initializer {
  const { mean, stddev } = normalOptions(options, 'randomNormal');
  return new Initializer(configOf('randomNormal', { mean, stddev }), (shape, generator) =>
    generator.normal(sizeOf(shape), mean, stddev),
  );
}

/**
 * Values from a normal distribution; a value further than two standard deviations from the mean is drawn again.
 *
 * @throws ArgumentError for a negative deviation or values that are not finite
 * @example initializers.truncatedNormal({ stddev: 0.1 })
 */
export function truncatedNormal(options: NormalOptions = {}): Initializer {
  const { mean, stddev } = normalOptions(options, 'truncatedNormal');
  return new Initializer(configOf('truncatedNormal', { mean, stddev }), (shape, generator) =>
    drawTruncatedNormal(sizeOf(shape), mean, stddev, generator),
  );
}

/**
 * Values uniform in [minval, maxval).
 *
 * @throws ArgumentError for bounds that are not finite or in the wrong order
 * @example initializers.randomUniform({ minval: -1, maxval: 1 })
 */
export function randomUniform(options: UniformOptions = {}): Initializer {
  checkOptions(options, ['minval', 'maxval'], 'randomUniform');
  const minval = number(options.minval ?? -0.05, 'minval', 'randomUniform');
  const maxval = number(options.maxval ?? 0.05, 'maxval', 'randomUniform');
  if (minval > maxval) {
    throw new ArgumentError({
      code: 'bounds',
      operation: 'randomUniform',
      actual: `minval ${minval} is above maxval ${maxval}`,
      expected: 'minval must not be above maxval',
      remedy: 'swap the two values',
    });
  }
  return new Initializer(configOf('randomUniform', { minval, maxval }), (shape, generator) =>
    generator.uniform(sizeOf(shape), minval, maxval),
  );
}

function normalOptions(options: NormalOptions, operation: string) {
  checkOptions(options, ['mean', 'stddev'], operation);
  return {
    mean: number(options.mean ?? 0, 'mean', operation),
    stddev: number(options.stddev ?? 0.05, 'stddev', operation, { lowest: 0 }),
  };
}

export function drawTruncatedNormal(
  count: number,
  mean: number,
  deviation: number,
  generator: RandomGenerator,
): Float64Array {
  const values = new Float64Array(count);
  let filled = 0;
  // Each round replaces the values of the last round that lay outside ±2, about 5 % of them.
  while (filled < count) {
    for (const value of generator.normal(count - filled, 0, 1)) {
      if (Math.abs(value) <= 2) values[filled++] = mean + deviation * value;
    }
  }
  return values;
}
