/** What a linear least-squares problem has as its answer. */
export interface Solution {
  readonly values: Float64Array;
  /** Diagonal of (AᵀA)⁻¹, by which errors follow. */
  readonly variances: Float64Array;
}

/** A column that others make up to so little of its length says nothing of its own. */
const DEPENDENT = 1e-13;

/**
 * The values that make |A·values − b| smallest, by the modified Gram–Schmidt method on A and b together; A is given by
 * columns. Undefined where the columns depend on each other.
 *
 * Å. Björck, Numerical Methods for Least Squares Problems, 1996, 2.4.
 */
export function leastSquares(columns: readonly Float64Array[], b: Float64Array): Solution | undefined {
  const q = columns.map((column) => column.slice());
  const rest = b.slice();
  const size = q.length;
  const r = Array.from({ length: size }, () => new Float64Array(size));
  const y = new Float64Array(size);
  for (const [j, own] of q.entries()) {
    const length = norm(own);
    if (!(length > DEPENDENT * norm(columns[j] ?? own))) return undefined;
    set(r, j, j, length);
    scale(own, 1 / length);
    for (let k = j + 1; k < size; k++) {
      const other = q[k] ?? own;
      const share = dot(own, other);
      set(r, j, k, share);
      subtract(other, own, share);
    }
    y[j] = dot(own, rest);
    subtract(rest, own, y[j] ?? 0);
  }
  const inverse = Array.from({ length: size }, (_, k) => backward(r, unit(size, k)));
  return {
    values: backward(r, y),
    // (RᵀR)⁻¹ = R⁻¹R⁻ᵀ
    variances: Float64Array.from({ length: size }, (_, i) =>
      inverse.reduce((sum, column) => sum + (column[i] ?? 0) ** 2, 0),
    ),
  };
}

/** R·x = y, from the last row up. */
function backward(r: readonly Float64Array[], y: Float64Array): Float64Array {
  const x = y.slice();
  for (let i = x.length - 1; i >= 0; i--) {
    const row = r[i] ?? x;
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < x.length; k++) sum -= (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (row[i] ?? NaN);
  }
  return x;
}

const unit = (size: number, k: number) => Float64Array.from({ length: size }, (_, i) => Number(i === k));

export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) * factor;
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) - factor * (b[i] ?? 0);
}

function set(rows: readonly Float64Array[], i: number, j: number, value: number): void {
  const row = rows[i];
  if (row) row[j] = value;
}
