import type { ArrayLike } from '../array.js';
import { ArgumentError } from '../errors.js';
import { polynomialFit } from './polynomialFit.js';
import { points } from './samples.js';

export interface ExponentialFit {
  /** The factor a, which is the value at x = 0. */
  readonly a: number;
  /** The base c, the factor of growth from x to x + 1. */
  readonly c: number;
  /** Sum of the squared residuals of ln y. */
  readonly residual: number;
  /** Value of the curve, a·cˣ, at x. */
  readonly predict: (x: number) => number;
}

/**
 * Fits the curve a·cˣ to points, by a line through their logarithms: ln y = ln a + x·ln c.
 *
 * It minimises relative deviations; `curveFit` minimises absolute ones.
 *
 * @param x independent variable of each point
 * @param y value at each x, above 0
 * @throws ArgumentError for a value that is not above 0 (`not-positive`); everything that `polynomialFit` throws
 * @example exponentialFit([0, 1, 2], [3, 6, 12]) // a = 3, c = 2
 */
export function exponentialFit(x: ArrayLike, y: ArrayLike): ExponentialFit {
  const operation = 'exponentialFit';
  const [xs, ys] = points(x, y, 2, operation);
  const wrong = ys.findIndex((value) => value <= 0);
  if (wrong >= 0) {
    throw new ArgumentError({
      code: 'not-positive',
      operation,
      actual: `y[${wrong}] is ${String(ys[wrong])}`,
      expected: 'values must be above 0 to have a logarithm',
      remedy: 'leave such points out, or use curveFit',
    });
  }
  const { coefficients, residual } = polynomialFit(xs, ys.map(Math.log), 1);
  const [slope = NaN, intercept = NaN] = coefficients;
  const [a, c] = [Math.exp(intercept), Math.exp(slope)];
  return { a, c, residual, predict: (at) => a * c ** at };
}
