import type { NdArray } from '../array.js';

/**
 * Rows that are also one array of shape [rows, columns]: `y[i]` is the i-th row, `y.data` holds all of them, row-major.
 */
export type Rows = readonly Float64Array[] & NdArray<Float64Array>;

/** Rows over a row-major matrix: each is a view of `data`, nothing is copied. */
export function rowsOf(data: Float64Array, rows: number, columns: number): Rows {
  const views = Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));
  return Object.assign(views, { data, shape: [rows, columns] as const });
}
