import type { DType } from 'ferrograd';
import type { FloatArray, MatmulRequest } from '../../dist/backend/backend.js';
import { cast, randomArray } from './random.js';

/** Which operand is transposed: A·B, Aᵀ·B (the weight gradient) or A·Bᵀ (the input gradient). */
export type Form = 'ab' | 'atb' | 'abt';
/** C[m,n] = op(A)[m,k] · op(B)[k,n]. */
export type Product = readonly [form: Form, m: number, k: number, n: number];

/** Squares, the small layers, and what these need backward. */
export const PRODUCTS: readonly Product[] = [
  ['ab', 1024, 1024, 1024],
  ['ab', 512, 512, 512],
  ['ab', 256, 256, 256],
  ['ab', 64, 64, 64],
  ['ab', 10, 784, 30],
  ['ab', 128, 784, 128],
  ['atb', 512, 512, 512],
  ['atb', 784, 10, 30],
  ['atb', 784, 128, 128],
  ['abt', 512, 512, 512],
  ['abt', 10, 30, 784],
  ['abt', 128, 128, 784],
];

const SYMBOLS: Record<Form, string> = { ab: 'A·B', atb: 'Aᵀ·B', abt: 'A·Bᵀ' };

export function productName([form, m, k, n]: Product): string {
  return `${SYMBOLS[form]} ${m}×${k}×${n}`;
}

export function productFlops([, m, k, n]: Product): number {
  return 2 * m * k * n;
}

export function matmulRequest(dtype: DType, [form, m, k, n]: Product): MatmulRequest<FloatArray> {
  const a = cast(dtype, randomArray(m * k, 1));
  const b = cast(dtype, randomArray(k * n, 2));
  return { a, b, m, n, k, transposeA: form === 'atb', transposeB: form === 'abt' };
}
