import { norm } from '../leastSquares.js';

/** A·P = Q·R of an m × n matrix given by columns, by Householder's reflections with pivoting. */
export interface Factors {
  /** Below and on the diagonal the reflections, above it R; by columns, in the order of the pivots. */
  readonly columns: readonly Float64Array[];
  /** Diagonal of R. */
  readonly diagonal: Float64Array;
  /** Which column of A stands where. */
  readonly order: readonly number[];
  /** Norms of the columns of A. */
  readonly norms: Float64Array;
}

/** Factorises a matrix by columns, which are overwritten: MINPACK's `qrfac`. */
export function factorise(matrix: readonly Float64Array[]): Factors {
  const n = matrix.length;
  const columns = [...matrix];
  const norms = Float64Array.from(columns, (column) => norm(column));
  const order = columns.map((_, j) => j);
  const diagonal = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const rests = columns.map((column, j) => (j < k ? -1 : norm(column, k)));
    const best = rests.indexOf(Math.max(...rests));
    exchange(columns, k, best);
    exchange(order, k, best);
    const column = columns[k];
    let size = rests[best] ?? 0;
    if (!column || size === 0) continue;
    if ((column[k] ?? 0) < 0) size = -size;
    for (let i = k; i < column.length; i++) column[i] = (column[i] ?? 0) / size;
    column[k] = (column[k] ?? 0) + 1;
    for (let j = k + 1; j < n; j++) reflect(column, k, columns[j]);
    diagonal[k] = -size;
  }
  return { columns, diagonal, order, norms };
}

/** The first n entries of Qᵀ·b; b is overwritten. */
export function timesQ({ columns }: Factors, b: Float64Array): Float64Array {
  columns.forEach((column, k) => reflect(column, k, b));
  return b.slice(0, columns.length);
}

/** Entry of R. */
export function upper({ columns, diagonal }: Factors, i: number, j: number): number {
  return i === j ? (diagonal[i] ?? 0) : (columns[j]?.[i] ?? 0);
}

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
