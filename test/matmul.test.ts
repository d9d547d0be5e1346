import { matmul, ShapeError } from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectClose } from './support/close.js';
import { expectError } from './support/errors.js';
import { floats } from './support/floats.js';
import { tolerances } from './support/tolerances.js';

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it('matmul is the sum of products, for every size and transposition', () => {
    const size = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(size, size, size, fc.boolean(), fc.boolean(), (m, n, k, transposeA, transposeB) => {
        check([m, n, k], transposeA, transposeB);
      }),
    );
  });

  it.each([
    [1, 1, 1000],
    [1000, 1, 3],
    [1, 1000, 3],
    [10, 30, 784],
    [784, 30, 10],
    [257, 129, 300],
  ])('matmul is the sum of products, for %s × %s over %s', (m, n, k) => {
    check([m, n, k], false, false);
    check([m, n, k], true, false);
    check([m, n, k], false, true);
  });

  function check([m, n, k]: [number, number, number], transposeA: boolean, transposeB: boolean) {
    const a = floats(dtype, m * k, (i) => Math.sin(1.1 * (i + 1)));
    const b = floats(dtype, k * n, (i) => Math.sin(2.3 * (i + 1)));
    const c = matmul(
      { data: a, shape: transposeA ? [k, m] : [m, k] },
      { data: b, shape: transposeB ? [n, k] : [k, n] },
      { transposeA, transposeB },
    );
    const expected = Float64Array.from({ length: m * n }, (_, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let i = 0; i < k; i++) {
        sum += a[transposeA ? i * m + row : row * k + i]! * b[transposeB ? column * k + i : i * n + column]!;
      }
      return sum;
    });
    expect(c.shape).toEqual([m, n]);
    expect(c.data.constructor).toBe(a.constructor);
    expectClose(c.data, expected, tolerances.matmul[dtype] * Math.sqrt(k));
  }
});

it('matmul works in float64 unless both matrices are float32', () => {
  expect(matmul([[1, 2]], [[3], [4]])).toEqual({ data: new Float64Array([11]), shape: [1, 1] });
  const bytes = { data: new Uint8Array([255]), shape: [1, 1], scale: 1 / 255 };
  expect(matmul(bytes, { data: new Float32Array([2]), shape: [1, 1] }).data).toEqual(new Float64Array([2]));
});

it('matmul reads transposed views by their strides', () => {
  const data = new Float64Array([1, 2, 3, 4, 5, 6]);
  const view = { data, shape: [3, 2], strides: [1, 3] };
  expect(matmul(view, [[1], [10]]).data).toEqual(new Float64Array([41, 52, 63]));
});

it('an empty inner dimension gives zeros, an empty outer one an empty matrix', () => {
  const empty = (rows: number, columns: number) => ({ data: new Float64Array(0), shape: [rows, columns] });
  expect(matmul(empty(2, 0), empty(0, 2))).toEqual({ data: new Float64Array(4), shape: [2, 2] });
  expect(matmul(empty(0, 3), [[1], [2], [3]])).toEqual({ data: new Float64Array(0), shape: [0, 1] });
});

it.each([
  ['inner sizes that differ', () => matmul([[1, 2]], [[1, 2]]), /\[1, 2\] and \[1, 2\]/],
  ['a vector', () => matmul([1, 2], [[1], [2]]), /a has shape \[2\]/],
  [
    'a typed array without shape',
    () => matmul([[1, 2]], new Float32Array(2)),
    /b has 2 values without a shape/,
  ],
  [
    'a shape of another size than its data',
    () => matmul({ data: new Float32Array(3), shape: [2, 2] }, [[1]]),
    /needs 4/,
  ],
  [
    'a view beyond its data',
    () => matmul({ data: new Float32Array(4), shape: [2, 2], strides: [3, 1] } as never, [[1]]),
    /view/,
  ],
])('matmul refuses %s', async (_, call, message) => {
  await expectError(call, ShapeError, { operation: 'matmul', message });
});
