import type { ArrayLike, NdArray } from '../array.js';
import { checkOptions, integer } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { leastSquares, norm } from './leastSquares.js';
import { finiteSeries, points } from './samples.js';

export interface PolynomialFitOptions {
  /** Weights wᵢ of the residuals, such as 1/σᵢ; all 1 by default. */
  readonly weights?: ArrayLike | undefined;
}

export interface PolynomialFit {
  /** Coefficients, that of the highest power first, as `polyval` takes them. */
  readonly coefficients: Float64Array;
  /**
   * Covariance of the coefficients, scaled by the residuals, of shape [degree + 1, degree + 1]; undefined for as many
   * points as coefficients.
   */
  readonly covariance: NdArray<Float64Array> | undefined;
  /** Sum of the squared weighted residuals. */
  readonly residual: number;
  /** Value of the polynomial at x. */
  readonly predict: (x: number) => number;
}

/**
 * Fits a polynomial p(x) = c₀xⁿ + … + cₙ to points: the one with the least Σ(wᵢ(yᵢ − p(xᵢ)))², as `numpy.polyfit`.
 *
 * The powers are scaled to columns of norm 1 before the QR decomposition, which loses fewer digits.
 *
 * @param x independent variable of each point
 * @param y value at each x
 * @param degree n, at least 0
 * @throws ShapeError for series of different lengths
 * @throws ArgumentError for values that are not finite, fewer points than coefficients (`too-few-points`), or too few
 * different x to determine the polynomial (`undetermined`)
 * @example polynomialFit([0, 1, 2], [1, 3, 5], 1).coefficients // [2, 1]
 */
export function polynomialFit(
  x: ArrayLike,
  y: ArrayLike,
  degree: number,
  options: PolynomialFitOptions = {},
): PolynomialFit {
  const operation = 'polynomialFit';
  checkOptions(options, ['weights'], operation);
  const n = integer(degree, 'degree', operation, 0) + 1;
  const [xs, ys] = points(x, y, n, operation);
  const weights = readWeights(options.weights, xs.length, operation);
  const columns = Array.from({ length: n }, (_, j) =>
    xs.map((at, i) => at ** (n - 1 - j) * (weights?.[i] ?? 1)),
  );
  const scales = columns.map((column) => norm(column) || 1);
  const scaled = columns.map((column, j) => column.map((value) => value / (scales[j] ?? 1)));
  const weighted = ys.map((value, i) => value * (weights?.[i] ?? 1));
  const { x: solution, rank, inverse } = leastSquares(scaled, weighted, xs.length * Number.EPSILON);
  if (rank < n || inverse === undefined) throw undetermined(n, rank, operation);

  const coefficients = solution.map((value, j) => value / (scales[j] ?? 1));
  const predict = (at: number) => coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
  const residual = xs.reduce(
    (sum, at, i) => sum + ((weights?.[i] ?? 1) * ((ys[i] ?? 0) - predict(at))) ** 2,
    0,
  );
  const degreesOfFreedom = xs.length - n;
  const covariance =
    degreesOfFreedom > 0
      ? {
          data: inverse.map(
            (entry, k) =>
              (entry * residual) /
              degreesOfFreedom /
              ((scales[Math.floor(k / n)] ?? 1) * (scales[k % n] ?? 1)),
          ),
          shape: [n, n],
        }
      : undefined;
  return { coefficients, covariance, residual, predict };
}

function readWeights(
  value: ArrayLike | undefined,
  count: number,
  operation: string,
): Float64Array | undefined {
  if (value === undefined) return undefined;
  const weights = finiteSeries(value, 'weights', operation);
  if (weights.length === count) return weights;
  throw new ShapeError({
    code: 'length-mismatch',
    operation,
    actual: `there are ${weights.length} weights for ${count} points`,
    expected: 'each point must have one weight',
    remedy: 'pass as many weights as points',
  });
}

function undetermined(n: number, rank: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'undetermined',
    operation,
    actual: `the values of x determine only ${rank} coefficients`,
    expected: `the polynomial has ${n}`,
    remedy: 'lower the degree, or shift x so that its middle is near 0',
  });
}
