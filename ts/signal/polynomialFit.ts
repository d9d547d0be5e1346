import type { ArrayLike, NdArray } from '../array.js';
import { checkOptions, integer } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { leastSquares, norm } from './leastSquares.js';
import { finiteSeries, points } from './samples.js';

export interface PolynomialFitOptions {
  /** Weights of the residuals, such as 1/σ; all 1 by default. */
  readonly weights?: ArrayLike | undefined;
}

export interface PolynomialFit {
  /** Highest power first, as `polyval` takes them. */
  readonly coefficients: Float64Array;
  /** Their covariance, scaled by the residuals, [n, n]; undefined for as many points as coefficients. */
  readonly covariance: NdArray<Float64Array> | undefined;
  /** Sum of the squared, weighted residuals. */
  readonly residual: number;
  /** Value of the polynomial at a place. */
  readonly predict: (x: number) => number;
}

/**
 * The polynomial `c₀xⁿ + … + cₙ` of a degree that fits points best: least Σ(wᵢ(yᵢ − p(xᵢ)))², as `numpy.polyfit`.
 *
 * @param x places
 * @param y values, as many
 * @param degree n, at least 0
 * @throws ShapeError for series of different lengths
 * @throws ArgumentError for values that are not finite, fewer points than coefficients (`too-few-points`), or places
 * that do not determine the polynomial (`undetermined`)
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
  const [places, values] = points(x, y, n, operation);
  const weights = readWeights(options.weights, places.length, operation);
  const columns = Array.from({ length: n }, (_, j) =>
    places.map((at, i) => at ** (n - 1 - j) * (weights?.[i] ?? 1)),
  );
  const scales = columns.map((column) => norm(column) || 1);
  const scaled = columns.map((column, j) => column.map((value) => value / (scales[j] ?? 1)));
  const weighted = values.map((value, i) => value * (weights?.[i] ?? 1));
  const { x: solution, rank, inverse } = leastSquares(scaled, weighted, places.length * Number.EPSILON);
  if (rank < n || inverse === undefined) throw undetermined(n, rank, operation);

  const coefficients = solution.map((value, j) => value / (scales[j] ?? 1));
  const predict = (at: number) => coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
  const residual = places.reduce(
    (sum, at, i) => sum + ((weights?.[i] ?? 1) * ((values[i] ?? 0) - predict(at))) ** 2,
    0,
  );
  const freedom = places.length - n;
  const covariance =
    freedom > 0
      ? {
          data: inverse.map(
            (entry, k) =>
              (entry * residual) / freedom / ((scales[Math.floor(k / n)] ?? 1) * (scales[k % n] ?? 1)),
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
    expected: 'each point must have one',
    remedy: 'pass as many weights as points',
  });
}

function undetermined(n: number, rank: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'undetermined',
    operation,
    actual: `the places determine only ${rank} coefficients`,
    expected: `the polynomial has ${n}`,
    remedy: 'lower the degree, or shift x so that it lies around 0',
  });
}
