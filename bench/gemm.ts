import type { DType } from 'ferrograd';
import type { Case } from './lib/case.js';
import { matmulRequest, type Product, productFlops, productName, PRODUCTS } from './lib/products.js';
import { matmul, verify } from './lib/reference.js';

const EPSILON: Record<DType, number> = { float32: 2 ** -23, float64: 2 ** -52 };

function productCase(dtype: DType, product: Product): Case {
  const name = productName(product);
  const [form, m, k, n] = product;
  return {
    name,
    dtype,
    flops: productFlops(product),
    setUp(backend) {
      const request = matmulRequest(dtype, product);
      const expected = matmul(form, request.a, request.b, m, k, n);
      // Operands are in [-1, 1): the k rounding errors of a sum stay well below one ulp of 1 each.
      verify(name, backend.matmul(request), expected, k * EPSILON[dtype]);
      return { run: () => backend.matmul(request) };
    },
  };
}

export const cases: readonly Case[] = (['float32', 'float64'] as const).flatMap((dtype) =>
  PRODUCTS.map((product) => productCase(dtype, product)),
);
