import type { ArrayLike, DType, NdArray } from './array.js';
import type { FloatArray } from './backend/backend.js';
import { kernels } from './backend/select.js';
import { boolean, checkOptions } from './checks.js';
import { flatten, type FlatArray } from './convert/flatten.js';
import { toFloats } from './convert/floats.js';
import { ShapeError } from './errors.js';
import { type Shape, shapeText } from './shape.js';

export interface MatmulOptions {
  /** Whether `a` is transposed before the product; false by default. */
  readonly transposeA?: boolean | undefined;
  /** Whether `b` is transposed before the product; false by default. */
  readonly transposeB?: boolean | undefined;
}

/**
 * The matrix product `C[m, n] = A[m, k] · B[k, n]`, A = a or aᵀ and B = b or bᵀ by the options.
 *
 * The result is float32 where both matrices are, float64 otherwise.
 *
 * @throws ShapeError for arrays that are not matrices, or whose inner sizes differ
 * @throws DTypeError for arguments that are not arrays of numbers
 * @example matmul([[1, 2]], [[3], [4]]) // { data: Float64Array [11], shape: [1, 1] }
 */
export function matmul(a: ArrayLike, b: ArrayLike, options: MatmulOptions = {}): NdArray<FloatArray> {
  checkOptions(options, ['transposeA', 'transposeB'], 'matmul');
  const transposeA = boolean(options.transposeA ?? false, 'transposeA', 'matmul');
  const transposeB = boolean(options.transposeB ?? false, 'transposeB', 'matmul');
  const left = flatten(a, 'a', 'matmul');
  const right = flatten(b, 'b', 'matmul');
  const [m, k] = matrixShape(left, 'a', transposeA);
  const [inner, n] = matrixShape(right, 'b', transposeB);
  if (k !== inner) throw misfit([m, k], [inner, n]);

  const dtype = isFloat32(left) && isFloat32(right) ? 'float32' : 'float64';
  const shape = [m, n];
  if (m * n * k === 0) return { data: zeros(m * n, dtype), shape };
  const operands = { a: toFloats(left.data, left.scale, dtype), b: toFloats(right.data, right.scale, dtype) };
  return { data: kernels.matmul({ ...operands, m, n, k, transposeA, transposeB }), shape };
}

function matrixShape({ data, shape }: FlatArray, name: string, transpose: boolean): [number, number] {
  const [rows, columns] = shape ?? [];
  if (shape?.length === 2 && rows !== undefined && columns !== undefined) {
    return transpose ? [columns, rows] : [rows, columns];
  }
  throw new ShapeError({
    code: 'rank',
    operation: 'matmul',
    actual: shape
      ? `${name} has shape ${shapeText(shape)}`
      : `${name} has ${data.length} values without a shape`,
    expected: 'it must be a matrix',
    remedy: `pass ${name} as { data, shape: [rows, columns] } or as nested arrays`,
  });
}

function misfit(a: Shape, b: Shape): ShapeError {
  return new ShapeError({
    code: 'inner-size',
    operation: 'matmul',
    actual: `the matrices have the shapes ${shapeText(a)} and ${shapeText(b)} after any transposition`,
    expected: 'the first must have as many columns as the second has rows',
    remedy: 'transpose one of them, or exchange them',
  });
}

function isFloat32({ data }: FlatArray): boolean {
  return data instanceof Float32Array;
}

function zeros(size: number, dtype: DType): FloatArray {
  return dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
}
