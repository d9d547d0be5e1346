import type { ArrayLike as ArrayInput } from '../../array.js';
import { checkOptions, number, oneOf, show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { finiteVector } from '../inputs.js';
import { type Rows, rowsOf } from '../rows.js';

const OPERATION = 'numericalJacobian';

export interface NumericalJacobianOptions {
  /**
   * `central` (default): 2n + 1 evaluations of f, with an error of order h²; `forward`: n + 1 evaluations, with an
   * error of order h.
   */
  readonly method?: 'central' | 'forward';
  /** Step relative to max(1, |yⱼ|); by default ε^{1/3} for central and √ε for forward differences. */
  readonly h?: number;
}

/**
 * The Jacobian J[i][j] ≈ ∂fᵢ/∂yⱼ at y by difference quotients, of shape [m, n].
 *
 * @throws ArgumentError for values that are not finite, ShapeError where f returns another number of values than at y
 * @example numericalJacobian(([x, y]) => [x * x * y, 5 * x + Math.sin(y)], [1, 0])[1] // ≈ [5, 1]
 */
export function numericalJacobian(
  f: (y: Float64Array) => ArrayLike<number>,
  y: ArrayInput,
  options: NumericalJacobianOptions = {},
): Rows {
  checkOptions(options, ['method', 'h'], OPERATION);
  const method = oneOf(options.method ?? 'central', ['central', 'forward'] as const, 'method', OPERATION);
  const isCentral = method === 'central';
  const h = number(options.h ?? Number.EPSILON ** (isCentral ? 1 / 3 : 1 / 2), 'h', OPERATION);
  if (typeof (f as unknown) !== 'function') throw notAFunction(f);
  const point = finiteVector(y, 'y', OPERATION);
  const base = Float64Array.from(f(point.slice()));
  const data = new Float64Array(base.length * point.length);
  point.forEach((center, column) => {
    const step = h * Math.max(1, Math.abs(center));
    const at = (value: number) => checkLength(f(point.with(column, value)), base.length);
    const above = at(center + step);
    const below = isCentral ? at(center - step) : base;
    // The distance of the two points as they were rounded, which differs from the step.
    const width = center + step - (isCentral ? center - step : center);
    for (let row = 0; row < base.length; row++) {
      data[row * point.length + column] = ((above[row] ?? NaN) - (below[row] ?? NaN)) / width;
    }
  });
  return rowsOf(data, base.length, point.length);
}

/** A copy of the values, since f may return the same array each time. */
function checkLength(values: ArrayLike<number>, length: number): Float64Array {
  if (values.length === length) return Float64Array.from(values);
  throw new ShapeError({
    code: 'result-length',
    operation: OPERATION,
    actual: `f returned ${values.length} values`,
    expected: `it returned ${length} at the first point`,
    remedy: 'return the same number of values at every point',
  });
}

function notAFunction(value: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-function',
    operation: OPERATION,
    actual: `f is ${show(value)}`,
    expected: 'it must be a function of y',
    remedy: 'pass (y) => f(0, y) for a right-hand side f(t, y)',
  });
}
