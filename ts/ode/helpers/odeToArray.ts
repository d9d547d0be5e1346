import { type Rows, rowsOf } from '../rows.js';
import type { OdeSolution } from '../types.js';

/**
 * A solution as a table of shape [times, 1 + components]: each row is a time and the values at that time.
 *
 * `table[i]` is the i-th row; `table.data` and `table.shape` are the whole in row-major order, for functions of
 * `ferrograd/numpy` or a CSV file.
 *
 * @example
 * const table = odeToArray(solveIvp((t, y) => [-2 * y[0]], [0, 4], [4], { tEval: [0, 2, 4] }));
 * for (const [t, y] of table) console.log(t, y);
 */
export function odeToArray({ t, y }: Pick<OdeSolution, 't' | 'y'>): Rows {
  const columns = 1 + y.length;
  const data = new Float64Array(t.length * columns);
  [t, ...y].forEach((column, index) => {
    column.forEach((value, row) => {
      data[row * columns + index] = value;
    });
  });
  return rowsOf(data, t.length, columns);
}
