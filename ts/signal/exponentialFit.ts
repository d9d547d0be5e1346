import type { ArrayLike } from '../array.js';
import { ArgumentError } from '../errors.js';
import { polynomialFit } from './polynomialFit.js';
import { points } from './samples.js';

export interface ExponentialFit {
  /** Factor a, the value at x = 0. */
  readonly a: number;
  /** Base c, the growth from x to x + 1. */
  readonly c: number;
  /** Sum of squared residuals of ln y. */
  readonly residual: number;
  /** a·cˣ at x. */
  readonly predict: (x: number) => number;
}

/**
 * The curve a·cˣ through points, by a line through their logarithms: ln y = ln a + x·ln c.
 *
 * Relative deviations count alike; `curveFit` weighs absolute ones.
 *
 * @param x places
 * @param y values above 0, as many
 * @throws ArgumentError for a value that has no logarithm (`not-positive`), or what `polynomialFit` throws
 * @example exponentialFit([0, 1, 2], [3, 6, 12]) // a = 3, c = 2
 */
export function exponentialFit(x: ArrayLike, y: ArrayLike): ExponentialFit {
  const operation = 'exponentialFit';
  const [places, values] = points(x, y, 2, operation);
  const wrong = values.findIndex((value) => value <= 0);
  if (wrong >= 0) {
    throw new ArgumentError({
      code: 'not-positive',
      operation,
      actual: `y[${wrong}] is ${String(values[wrong])}`,
      expected: 'values must be above 0 to have a logarithm',
      remedy: 'leave such points out, or use curveFit',
    });
  }
  const { coefficients, residual } = polynomialFit(places, values.map(Math.log), 1);
  const [slope = NaN, intercept = NaN] = coefficients;
  const [a, c] = [Math.exp(intercept), Math.exp(slope)];
  return { a, c, residual, predict: (at) => a * c ** at };
}
