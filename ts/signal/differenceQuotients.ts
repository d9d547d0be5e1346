import type { ArrayLike } from '../array.js';
import { checkOptions, number, oneOf } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { finiteSeries, points } from './samples.js';

export interface DifferenceOptions {
  /**
   * Which quotient: `central` (default), one-sided at both ends; `forward` and `backward`, NaN where there is no
   * neighbour; `second`, the second derivative, NaN at both ends. The result always is as long as y.
   */
  readonly kind?: 'central' | 'forward' | 'backward' | 'second' | undefined;
}

const kinds = ['central', 'forward', 'backward', 'second'] as const;

/**
 * Derivatives of sampled data by difference quotients; the samples may be unevenly spaced.
 *
 * With h = xᵢ − xᵢ₋₁ and k = xᵢ₊₁ − xᵢ: forward (yᵢ₊₁ − yᵢ)/k; backward (yᵢ − yᵢ₋₁)/h; central, of second order,
 * (h²yᵢ₊₁ + (k² − h²)yᵢ − k²yᵢ₋₁)/(hk(h + k)), which is (yᵢ₊₁ − yᵢ₋₁)/2h for even spacing, as `numpy.gradient`;
 * second 2(h·yᵢ₊₁ − (h + k)yᵢ + k·yᵢ₋₁)/(hk(h + k)).
 *
 * @param y samples
 * @param x coordinates of the samples, strictly increasing or decreasing, or the distance between them; 1 by default
 * @throws ArgumentError for coordinates that are not strictly monotonic (`not-monotonic`), or fewer than 2 points
 * (`second`: 3)
 * @throws ShapeError for series of different lengths
 * @example differenceQuotients([0, 1, 4, 9], 1) // [1, 2, 4, 5]
 */
export function differenceQuotients(
  y: ArrayLike,
  x: ArrayLike | number = 1,
  options: DifferenceOptions = {},
): Float64Array {
  const operation = 'differenceQuotients';
  checkOptions(options, ['kind'], operation);
  const kind = oneOf(options.kind ?? 'central', kinds, 'kind', operation);
  const least = kind === 'second' ? 3 : 2;
  const [xs, ys] = points(typeof x === 'number' ? evenly(y, x, operation) : x, y, least, operation);
  checkMonotonic(xs, operation);
  const [yAt, xAt] = [(i: number) => ys[i] ?? NaN, (i: number) => xs[i] ?? NaN];
  const forward = (i: number) => (yAt(i + 1) - yAt(i)) / (xAt(i + 1) - xAt(i));
  const spacing = (i: number) => [xAt(i) - xAt(i - 1), xAt(i + 1) - xAt(i)] as const;
  const quotients = {
    forward,
    backward: (i: number) => forward(i - 1),
    central: (i: number) => {
      if (i === 0) return forward(0);
      if (i === ys.length - 1) return forward(i - 1);
      const [h, k] = spacing(i);
      return (h * forward(i) + k * forward(i - 1)) / (h + k);
    },
    second: (i: number) => {
      const [h, k] = spacing(i);
      return (2 * (forward(i) - forward(i - 1))) / (h + k);
    },
  };
  return ys.map((_, i) => quotients[kind](i));
}

function evenly(y: ArrayLike, distance: number, operation: string): Float64Array {
  const step = number(distance, 'x', operation);
  return finiteSeries(y, 'y', operation).map((_, i) => i * step);
}

function checkMonotonic(xs: Float64Array, operation: string): void {
  const increases = (xs[1] ?? 0) > (xs[0] ?? 0);
  for (let i = 1; i < xs.length; i++) {
    const [previous = 0, current = 0] = xs.subarray(i - 1, i + 1);
    if (increases ? current > previous : current < previous) continue;
    throw new ArgumentError({
      code: 'not-monotonic',
      operation,
      actual: `x[${i}] is ${current} after ${previous}`,
      expected: 'x must increase, or decrease, from each point to the next',
      remedy: 'sort the points by x, and leave out those with an equal x',
    });
  }
}
