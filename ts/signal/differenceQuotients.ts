import type { ArrayLike } from '../array.js';
import { checkOptions, number, oneOf } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { finiteSeries, points } from './samples.js';

export interface DifferenceOptions {
  /**
   * Which quotient: `central` (default), as long as y, one-sided at the ends; `forward` and `backward`, NaN where there
   * is no neighbour; `second`, the second derivative, NaN at both ends.
   */
  readonly kind?: 'central' | 'forward' | 'backward' | 'second' | undefined;
}

const kinds = ['central', 'forward', 'backward', 'second'] as const;

/**
 * Derivatives of sampled data by difference quotients; places may stand unevenly.
 *
 * With h = xᵢ − xᵢ₋₁ and k = xᵢ₊₁ − xᵢ: forward (yᵢ₊₁ − yᵢ)/k; backward (yᵢ − yᵢ₋₁)/h; central, of second order,
 * (h²yᵢ₊₁ + (k² − h²)yᵢ − k²yᵢ₋₁)/(hk(h + k)), which is (yᵢ₊₁ − yᵢ₋₁)/2h for even places, as `numpy.gradient`;
 * second 2(h·yᵢ₊₁ − (h + k)yᵢ + k·yᵢ₋₁)/(hk(h + k)).
 *
 * @param y values
 * @param x their places, growing or falling, or the distance between them; 1 by default
 * @throws ArgumentError for places that stand still or turn round (`not-monotonic`), fewer than 2 points (`second`: 3)
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
  const [places, values] = points(typeof x === 'number' ? evenly(y, x, operation) : x, y, least, operation);
  checkMonotonic(places, operation);
  const [at, place] = [(i: number) => values[i] ?? NaN, (i: number) => places[i] ?? NaN];
  const forward = (i: number) => (at(i + 1) - at(i)) / (place(i + 1) - place(i));
  const inner = (i: number) => [place(i) - place(i - 1), place(i + 1) - place(i)] as const;
  const quotients = {
    forward,
    backward: (i: number) => forward(i - 1),
    central: (i: number) => {
      if (i === 0) return forward(0);
      if (i === values.length - 1) return forward(i - 1);
      const [h, k] = inner(i);
      return (h * forward(i) + k * forward(i - 1)) / (h + k);
    },
    second: (i: number) => {
      const [h, k] = inner(i);
      return (2 * (forward(i) - forward(i - 1))) / (h + k);
    },
  };
  return values.map((_, i) => quotients[kind](i));
}

function evenly(y: ArrayLike, distance: number, operation: string): Float64Array {
  const step = number(distance, 'x', operation);
  return finiteSeries(y, 'y', operation).map((_, i) => i * step);
}

function checkMonotonic(places: Float64Array, operation: string): void {
  const grows = (places[1] ?? 0) > (places[0] ?? 0);
  for (let i = 1; i < places.length; i++) {
    const [before = 0, at = 0] = places.subarray(i - 1, i + 1);
    if (grows ? at > before : at < before) continue;
    throw new ArgumentError({
      code: 'not-monotonic',
      operation,
      actual: `x[${i}] is ${at} after ${before}`,
      expected: 'places must grow, or fall, from one to the next',
      remedy: 'sort the points, and leave out those at the same place',
    });
  }
}
