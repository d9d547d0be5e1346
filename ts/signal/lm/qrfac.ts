import { norm } from '../leastSquares.js';

/** The QR decomposition A·P = Q·R of an m×n matrix, with column pivoting. */
export interface QrFactors {
  /**
   * The columns in the order of the pivots: above the diagonal the entries of R, on the diagonal and below it the
   * Householder vectors, whose product is Q.
   */
  readonly columns: readonly Float64Array[];
  /** Diagonal of R. */
  readonly diagonal: Float64Array;
  /** The permutation P: `pivots[k]` is the column of A that comes k-th (MINPACK's `ipvt`). */
  readonly pivots: readonly number[];
  /** Norms of the columns of A (MINPACK's `acnorm`). */
  readonly norms: Float64Array;
}

/**
 * MINPACK's `qrfac`: the QR decomposition with column pivoting, by Householder reflections.
 *
 *     for k = 0 … n − 1:
 *       exchange column k with the one whose rest, from row k on, has the largest norm
 *       v = rest/‖rest‖ with its first entry raised by 1; the sign is chosen so that nothing cancels
 *       reflect every later column: a ← a − v (v·a)/v₀
 *       R[k,k] = −‖rest‖, with the sign of the first entry
 *
 * MINPACK updates the norms of the rests; they are computed afresh here, as there are few columns.
 *
 * @param matrix the columns of A, which are overwritten
 */
export function qrfac(matrix: readonly Float64Array[]): QrFactors {
  const n = matrix.length;
  const columns = [...matrix];
  const norms = Float64Array.from(columns, (column) => norm(column));
  const pivots = columns.map((_, j) => j);
  const diagonal = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const restNorms = columns.map((column, j) => (j < k ? -1 : norm(column, k)));
    const pivot = restNorms.indexOf(Math.max(...restNorms));
    exchange(columns, k, pivot);
    exchange(pivots, k, pivot);
    const column = columns[k];
    let restNorm = restNorms[pivot] ?? 0;
    if (!column || restNorm === 0) continue;
    if ((column[k] ?? 0) < 0) restNorm = -restNorm;
    for (let i = k; i < column.length; i++) column[i] = (column[i] ?? 0) / restNorm;
    column[k] = (column[k] ?? 0) + 1;
    for (let j = k + 1; j < n; j++) reflect(column, k, columns[j]);
    diagonal[k] = -restNorm;
  }
  return { columns, diagonal, pivots, norms };
}

/** The first n entries of Qᵀ·b (MINPACK's `qtf`); b is overwritten. */
export function timesTransposedQ({ columns }: QrFactors, b: Float64Array): Float64Array {
  columns.forEach((column, k) => reflect(column, k, b));
  return b.slice(0, columns.length);
}

/** The entry R[i, j], on or above the diagonal. */
export function entryOfR({ columns, diagonal }: QrFactors, i: number, j: number): number {
  return i === j ? (diagonal[i] ?? 0) : (columns[j]?.[i] ?? 0);
}

/** Applies the Householder reflection of the vector v, which begins at row `from`, to a column. */
function reflect(v: Float64Array, from: number, target: Float64Array | undefined): void {
  const pivot = v[from] ?? 0;
  if (!target || pivot === 0) return;
  let sum = 0;
  for (let i = from; i < v.length; i++) sum += (v[i] ?? 0) * (target[i] ?? 0);
  const factor = sum / pivot;
  for (let i = from; i < v.length; i++) target[i] = (target[i] ?? 0) - factor * (v[i] ?? 0);
}

function exchange(list: unknown[], i: number, j: number): void {
  [list[i], list[j]] = [list[j], list[i]];
}
