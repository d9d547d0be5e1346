import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/**
 * A function that whitens residuals: it divides them by their standard deviations, or multiplies them by L⁻¹ where L·Lᵀ
 * is their covariance, so that they are uncorrelated with variance 1.
 */
export function whitener(
  sigma: unknown,
  n: number,
  operation: string,
): (values: Float64Array) => Float64Array {
  if (sigma === undefined) return (values) => values;
  const { data, shape = [data.length] } = flatten(sigma, 'sigma', operation);
  const values = Float64Array.from(data);
  if (shape.length === 1 && shape[0] === n) {
    const wrong = values.findIndex((value) => !(value > 0 && value < Infinity));
    if (wrong >= 0) throw notPositive(`sigma[${wrong}] is ${String(values[wrong])}`, operation);
    return (residuals) => residuals.map((value, i) => value / (values[i] ?? 1));
  }
  if (shape.length === 2 && shape[0] === n && shape[1] === n) {
    const root = cholesky(values, n, operation);
    return (residuals) => solveLower(root, residuals);
  }
  throw new ShapeError({
    code: 'sigma-shape',
    operation,
    actual: `sigma has shape ${shapeText(shape)}`,
    expected: `there are ${n} points`,
    remedy: 'pass one standard deviation for each point, or their covariance matrix',
  });
}

/** Cholesky's decomposition: the rows of the lower triangle L with L·Lᵀ = A. */
function cholesky(a: Float64Array, n: number, operation: string): Float64Array[] {
  const rows = Array.from({ length: n }, (_, i) => a.slice(i * n, i * n + i + 1));
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = rows[j] ?? row;
      let rest = row[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      if (i === j && !(rest > 0))
        throw notPositive('the covariance matrix sigma is not positive definite', operation);
      row[j] = i === j ? Math.sqrt(rest) : rest / (other[j] ?? 1);
    }
  }
  return rows;
}

/** Solves L·x = b for the lower triangle L by forward substitution. */
function solveLower(rows: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = b.slice();
  for (const [i, row] of rows.entries()) {
    let rest = x[i] ?? 0;
    for (let k = 0; k < i; k++) rest -= (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = rest / (row[i] ?? 1);
  }
  return x;
}

function notPositive(actual: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'sigma',
    operation,
    actual,
    expected: 'standard deviations must be finite and above 0',
    remedy: 'leave out points of unknown accuracy',
  });
}
