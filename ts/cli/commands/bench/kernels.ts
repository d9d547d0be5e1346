import type { DType } from '../../../array.js';
import { kernels } from '../../../backend/select.js';
import { median } from './measure.js';

export interface ProductResult {
  readonly shape: string;
  readonly dtype: DType;
  readonly gflops: number;
}

const shapes = [
  [1024, 1024, 1024],
  [256, 256, 256],
  [64, 64, 64],
  [10, 784, 30],
] as const;

export type Peaks = Readonly<Record<DType, number>>;

export const peaks = (): Peaks => ({ float32: kernels.peak('float32'), float64: kernels.peak('float64') });

/** C[m, n] = A[m, k] B[k, n] */
export function products(): readonly ProductResult[] {
  return (['float32', 'float64'] as const).flatMap((dtype) =>
    shapes.map(([m, k, n]) => {
      const fill = (length: number) =>
        dtype === 'float32' ? new Float32Array(length).fill(0.5) : new Float64Array(length).fill(0.5);
      const request = { a: fill(m * k), b: fill(k * n), m, n, k, transposeA: false, transposeB: false };
      const gflops = (2 * m * k * n) / median(() => void kernels.matmul(request)) / 1e6;
      return { shape: `${m}×${k}×${n}`, dtype, gflops };
    }),
  );
}

/** With the share of the peak. */
export function shareOf(product: ProductResult, peak: Peaks) {
  return { ...product, share: product.gflops / peak[product.dtype] };
}

export function higher(a: Peaks, b: Peaks): Peaks {
  return { float32: Math.max(a.float32, b.float32), float64: Math.max(a.float64, b.float64) };
}
