import { fft as transforms, linalg as all, type NDArray, type NDArrayCore } from '#vendor/numpy-ts.js';

import { ArgumentError } from '../../errors.js';
import { leastSquares, norm } from '../../signal/leastSquares.js';
import { series } from '../../signal/samples.js';
import { asarray } from '../arrays.js';
import { onContiguous, type Wrapped } from '../contiguous.js';
import { dot, matmul } from './products.js';

export { dot, matmul } from './products.js';

function wrapped<Functions extends object>(functions: Functions): Wrapped<Functions> {
  const entries = Object.entries(functions).map(([name, value]) => [name, onContiguous(value as unknown)]);
  return Object.fromEntries(entries) as Wrapped<Functions>;
}

const others = wrapped(all);

/**
 * Solves A·x = b, as `numpy.linalg.solve`.
 *
 * @param a square matrix
 * @param b vector, or a matrix of several right-hand sides
 * @throws ArgumentError `singular` for a singular matrix
 */
function solve(a: NDArrayCore, b: NDArrayCore): NDArray {
  return regular(() => others.solve(asarray(a), asarray(b)), 'solve');
}

/** The result of `lstsq`. The singular values `s` are computed when they are read. */
export interface LeastSquaresResult {
  readonly x: NDArray;
  /** Sum of squared residuals for each right-hand side; empty unless A has full rank and more rows than columns. */
  readonly residuals: NDArray;
  readonly rank: number;
  readonly s: NDArray;
}

/**
 * The x with the least ‖A·x − b‖, as `numpy.linalg.lstsq`.
 *
 * Computed by Householder's QR decomposition where A has full rank, otherwise by singular values, which give the x of
 * the smallest norm.
 *
 * @param rcond singular values below this fraction of the largest count as 0; default: machine precision times the
 * larger side of A
 * @throws ShapeError for shapes that do not fit
 */
function lstsq(a: NDArrayCore, b: NDArrayCore, rcond?: number): LeastSquaresResult {
  const [m = 0, n = 0] = a.shape;
  const isTall = a.ndim === 2 && b.ndim === 1 && m >= n && b.shape[0] === m && isReal(a) && isReal(b);
  if (!isTall || rcond !== undefined) return bySingularValues(a, b, rcond);
  const columns = Array.from({ length: n }, (_, j) =>
    Float64Array.from(series(a.slice(':', String(j)), 'a', 'lstsq')),
  );
  const rest = Float64Array.from(series(b, 'b', 'lstsq'));
  const { x, rank } = leastSquares(columns, rest, m * Number.EPSILON);
  if (rank < n) return bySingularValues(a, b, rcond);
  const residual = rest.subarray(n).reduce((sum, one) => sum + one * one, 0);
  return {
    x: asarray(x),
    residuals: asarray(m > n ? Float64Array.of(residual) : new Float64Array(0)),
    rank,
    get s() {
      return others.svdvals(asarray(a));
    },
  };
}

function bySingularValues(a: NDArrayCore, b: NDArrayCore, rcond?: number): LeastSquaresResult {
  return others.lstsq(asarray(a), asarray(b), rcond);
}

/**
 * The inverse of a matrix, as `numpy.linalg.inv`.
 *
 * @throws ArgumentError `singular` for a singular matrix
 */
function inv(a: NDArrayCore): NDArray {
  return regular(() => others.inv(a), 'inv');
}

/**
 * Real eigenvalues and eigenvectors of a matrix, as `numpy.linalg.eig`.
 *
 * @throws ArgumentError `complex-eigenvalues` for a matrix that has others; numpy-ts would return wrong numbers, so the
 * result is checked by A·v = w·v
 */
function eig(a: NDArrayCore): { w: NDArray; v: NDArray } {
  const { w, v } = withoutWarning(() => others.eig(asarray(a)));
  const error = norm(Float64Array.from(values(asarray(matmul(a, v)).subtract(v.multiply(w)))));
  if (error <= 1e-8 * Math.max(norm(values(a)), Number.MIN_VALUE)) return { w, v };
  throw new ArgumentError({
    code: 'complex-eigenvalues',
    operation: 'eig',
    actual: 'the matrix has complex eigenvalues, or too few eigenvectors',
    expected: 'only real eigenvalues can be computed',
    remedy: 'use linalg.svd, or np.roots of the characteristic polynomial',
  });
}

/** The eigenvalues without the vectors, as `numpy.linalg.eigvals`. */
function eigvals(a: NDArrayCore): NDArray {
  return eig(a).w;
}

/** Runs `work` without console.warn, on which numpy-ts reports what `eig` throws as an error. */
function withoutWarning<Result>(work: () => Result): Result {
  const { console } = globalThis as unknown as { console: { warn: unknown } };
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}

/** `numpy.linalg`: decompositions, norms, equations. */
export const linalg = { ...others, matmul, dot, solve, lstsq, inv, eig, eigvals };

/** `numpy.fft`. */
export const fft = wrapped(transforms);

function values(a: NDArrayCore): Float64Array {
  return Float64Array.from(series(asarray(a).ravel(), 'a', 'solve'));
}

function isReal({ dtype }: NDArrayCore): boolean {
  return !dtype.startsWith('complex');
}

/**
 * The result of `work`, or a typed error for a singular matrix, for which numpy-ts throws a plain error or returns NaN.
 */
function regular(work: () => NDArray, operation: string): NDArray {
  let result: NDArray;
  try {
    result = work();
  } catch (cause) {
    throw cause instanceof Error && cause.message.includes('singular') ? singular(operation) : cause;
  }
  if (result.dtype.startsWith('complex')) return result;
  for (const value of result.data as Float64Array) if (!Number.isFinite(value)) throw singular(operation);
  return result;
}

function singular(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'singular',
    operation,
    actual: 'the matrix is singular',
    expected: 'its rows must be linearly independent',
    remedy: 'use linalg.lstsq, which takes any matrix',
  });
}
