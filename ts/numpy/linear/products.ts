import type { NDArrayCore } from '#vendor/numpy-ts.js';
import { dot as smallDot, matmul as smallMatmul } from '#vendor/numpy-ts.js';

import { matmul as product } from '../../matmul.js';
import { arrayOver, asarray } from '../arrays.js';
import { onContiguous } from '../contiguous.js';

/** Multiplications from which on the kernels win over those of numpy-ts, the way to them included. */
const worthwhile = 16 ** 3;

const others = { matmul: onContiguous(smallMatmul), dot: onContiguous(smallDot) };

type Dot = typeof others.dot;
type Matmul = typeof others.matmul;

/**
 * The product of matrices, or of stacks of them, as `numpy.matmul`.
 *
 * Matrices of floating-point numbers that are large enough are multiplied by this project's kernels; transposed ones
 * without a copy.
 *
 * @throws Error for shapes that do not fit
 * @example np.matmul(w, x.T)
 */
export const matmul = ((a: NDArrayCore, b: NDArrayCore) => large(a, b) ?? others.matmul(a, b)) as Matmul;

/**
 * The product of matrices and vectors, as `numpy.dot`.
 *
 * @throws Error for shapes that do not fit
 * @example np.dot(weights, inputs)
 */
export const dot = ((a: NDArrayCore, b: NDArrayCore) => large(a, b) ?? others.dot(a, b)) as Dot;

/** The product by the kernels, where they take it and win. */
function large(a: NDArrayCore, b: NDArrayCore): NDArrayCore | undefined {
  const [m = 0, k = 0] = a.shape;
  const [inner, n = 0] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || k !== inner || m * k * n < worthwhile) return undefined;
  const [left, right] = [asarray(a), asarray(b)];
  if (!isFloat(left) || !isFloat(right)) return undefined;
  const [transposeA, transposeB] = [isTransposed(left), isTransposed(right)];
  const { data, shape } = product(transposeA ? left.T : left, transposeB ? right.T : right, {
    transposeA,
    transposeB,
  });
  return arrayOver(data, shape);
}

function isFloat({ dtype }: NDArrayCore): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** Whether the transposed matrix lies in row-major order. */
function isTransposed({ strides: [down, across], shape: [rows, columns] }: NDArrayCore): boolean {
  return down === 1 && across === rows && columns !== 1;
}
