import { dot as smallDot, matmul as smallMatmul, NDArrayCore } from '#vendor/numpy-ts.js';

import type { FloatArray } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { arrayOver } from '../arrays.js';
import { onContiguous } from '../contiguous.js';

/** Number of multiplications from which on the kernels are faster than numpy-ts, the call of them included. */
const KERNEL_THRESHOLD = 32 ** 3;

const others = { matmul: onContiguous(smallMatmul), dot: onContiguous(smallDot) };

type Dot = typeof others.dot;
type Matmul = typeof others.matmul;

/**
 * The product of matrices, or of stacks of them, as `numpy.matmul`.
 *
 * Large matrices of floating-point numbers are multiplied by this library's kernels, transposed ones without a copy.
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

/** The product by the kernels, where they support it and are faster; otherwise undefined. */
function large(a: NDArrayCore, b: NDArrayCore): NDArrayCore | undefined {
  if (!(a instanceof NDArrayCore) || !(b instanceof NDArrayCore)) return undefined;
  // The storage is read directly because the properties of an array go through a Proxy.
  const [left, right] = [a.storage, b.storage];
  const [m = 0, k = 0] = left.shape;
  const [inner, n = 0] = right.shape;
  if (left.ndim !== 2 || right.ndim !== 2 || k !== inner || m * k * n < KERNEL_THRESHOLD) return undefined;
  const { dtype } = left;
  if (dtype !== right.dtype || (dtype !== 'float32' && dtype !== 'float64')) return undefined;
  const [first, second] = [operand(left), operand(right)];
  const transposed = { transposeA: first.isTransposed, transposeB: second.isTransposed };
  const product = kernels.matmul({ a: first.data, b: second.data, m, n, k, ...transposed });
  return arrayOver(product, [m, n]);
}

type Storage = NDArrayCore['storage'];

/** The values of a matrix or of its transpose in row-major order, without a copy where memory holds either. */
function operand(storage: Storage): { data: FloatArray; isTransposed: boolean } {
  const { data, shape, strides, offset, size } = storage;
  const [rows = 0, columns = 0] = shape;
  const [down = 0, across = 0] = strides;
  const isTransposed = down === 1 && across === rows && columns > 1;
  const isPlain = isTransposed || (down === columns && across === 1);
  const values = isPlain ? data.subarray(offset, offset + size) : storage.copy().data;
  return { data: values as FloatArray, isTransposed };
}
