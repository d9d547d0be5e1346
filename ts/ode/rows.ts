import type { Rows } from './types.js';

/** Views of the rows of a row-major matrix, with `data` and `shape` of the whole. */
export function rowsOf(data: Float64Array, rows: number, columns: number): Rows {
  const views = Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));
  return Object.assign(views, { data, shape: [rows, columns] as const });
}
