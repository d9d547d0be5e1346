/** The solution x of a least-squares problem min ‖A·x − b‖. */
export interface LeastSquares {
  readonly x: Float64Array;
  /** Number of linearly independent columns of A, to the tolerance. */
  readonly rank: number;
  /** (AᵀA)⁻¹, row-major; undefined unless A has full rank. */
  readonly inverse: Float64Array | undefined;
}

/**
 * Least squares by Householder's QR decomposition with column pivoting: A·P = Q·R, so that R·P⁻¹x = Qᵀb.
 *
 *     for k = 0, 1, … while the rest of a column, from row k on, is above the tolerance:
 *       exchange column k with the one of the largest rest
 *       v = rest of column k, its first entry minus R[k,k], where R[k,k] = ∓‖rest‖ has the other sign
 *       reflect every later column and b: a ← a − v·2(v·a)/(v·v)
 *     rank = k;  x by back substitution, the other unknowns 0
 *
 * Columns are arrays of their own because every step runs along columns. The pivoting orders the diagonal of R by size,
 * which gives the rank.
 *
 * @param columns the columns of A, each of m values; they are overwritten
 * @param b right-hand side of m values; it is overwritten
 * @param tolerance a column counts as dependent when the norm of its rest is at most this fraction of the largest
 * column's
 * @see G. H. Golub, C. F. Van Loan, Matrix Computations (2013), section 5.4
 */
export function leastSquares(columns: Float64Array[], b: Float64Array, tolerance: number): LeastSquares {
  const n = columns.length;
  const m = b.length;
  const order = columns.map((_, j) => j);
  const diagonal = new Float64Array(n);
  const rests = columns.map((column) => new RestNorm(column));
  let rank = 0;
  for (; rank < Math.min(m, n); rank++) {
    let largest = rank;
    for (let j = rank + 1; j < n; j++) if (squareOf(rests[j]) > squareOf(rests[largest])) largest = j;
    for (const list of [columns, order, rests]) swap(list, rank, largest);
    const size = norm(columns[rank] ?? b, rank);
    if (size === 0 || size <= tolerance * Math.abs(diagonal[0] ?? 0)) break;
    const v = columns[rank];
    if (v === undefined) break;
    diagonal[rank] = (v[rank] ?? 0) > 0 ? -size : size;
    v[rank] = (v[rank] ?? 0) - (diagonal[rank] ?? 0);
    const scale = dot(v, v, rank);
    for (const other of [...columns.slice(rank + 1), b]) {
      const factor = (2 * dot(v, other, rank)) / scale;
      for (let i = rank; i < m; i++) other[i] = (other[i] ?? 0) - factor * (v[i] ?? 0);
    }
    for (const rest of rests.slice(rank + 1)) rest.shorten(rank);
  }
  const entry = (i: number, j: number) => (i === j ? (diagonal[i] ?? 0) : (columns[j]?.[i] ?? 0));
  const solved = backSubstitute(entry, b, rank);
  const x = new Float64Array(n);
  for (let i = 0; i < rank; i++) x[order[i] ?? 0] = solved[i] ?? 0;
  return { x, rank, inverse: rank === n ? inverseOfGram(entry, order) : undefined };
}

/** The squared norm of the rest of a column, updated as the rest gets shorter. */
class RestNorm {
  readonly #column: Float64Array;
  #whole: number;
  square: number;

  constructor(column: Float64Array) {
    this.#column = column;
    this.#whole = this.square = norm(column) ** 2;
  }

  /** Leaves out the entry at an index; computes the norm afresh where most digits have cancelled. */
  shorten(index: number): void {
    this.square -= (this.#column[index] ?? 0) ** 2;
    if (this.square <= 1e-6 * this.#whole) this.#whole = this.square = norm(this.#column, index + 1) ** 2;
  }
}

function squareOf(rest: RestNorm | undefined): number {
  return rest?.square ?? 0;
}

/** Solves R·x = b for the upper triangle R. */
function backSubstitute(
  entry: (i: number, j: number) => number,
  b: ArrayLike<number>,
  n: number,
): Float64Array {
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let rest = b[i] ?? 0;
    for (let j = i + 1; j < n; j++) rest -= entry(i, j) * (x[j] ?? 0);
    x[i] = rest / entry(i, i);
  }
  return x;
}

/** (RᵀR)⁻¹ = R⁻¹·R⁻ᵀ, with rows and columns in the order before pivoting. */
function inverseOfGram(entry: (i: number, j: number) => number, order: readonly number[]): Float64Array {
  const n = order.length;
  const columns = order.map((_, k) => {
    const unit = new Float64Array(n);
    unit[k] = 1;
    return backSubstitute(entry, unit, n);
  });
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (const column of columns) sum += (column[i] ?? 0) * (column[j] ?? 0);
      inverse[(order[i] ?? 0) * n + (order[j] ?? 0)] = sum;
    }
  }
  return inverse;
}

/** Euclidean norm of the values from an index on, scaled by the largest, so that no square overflows. */
export function norm(values: Float64Array, from = 0): number {
  let largest = 0;
  for (let i = from; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = from; i < values.length; i++) sum += ((values[i] ?? 0) / largest) ** 2;
  return largest * Math.sqrt(sum);
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function swap(list: unknown[], i: number, j: number): void {
  [list[i], list[j]] = [list[j], list[i]];
}
