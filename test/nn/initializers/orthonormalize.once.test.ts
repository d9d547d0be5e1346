import fc from 'fast-check';
import { expect, it } from 'vitest';

import { orthonormalize } from '../../../dist/nn/initializers/orthonormalize.js';
import { expectClose } from '../../support/close.js';

it('is the Q of NumPy’s QR decomposition, with a positive diagonal of R', () => {
  // q, r = numpy.linalg.qr(numpy.array([[1, 2, 0], [-1, 3, 1], [2, 0, 5], [0, -1, 1]])); q * numpy.sign(numpy.diag(r))
  const columns = Float64Array.of(1, -1, 2, 0, 2, 3, 0, -1, 0, 1, 5, 1);
  orthonormalize(columns, 4);
  expectClose(
    columns,
    [
      0.40824829046386313, -0.4082482904638631, 0.8164965809277261, 0.0, 0.5825439294326873,
      0.7617882154119754, 0.08962214298964427, -0.2688664289689325, -0.5766821837500821, 0.502052724676542,
      0.539367454213312, 0.3527938065294621,
    ],
    1e-14,
  );
});

it('spans the same spaces by orthonormal vectors', () => {
  const sizes = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.integer({ min: count, max: 16 }).chain((length) =>
      fc.tuple(
        fc.constant(length),
        fc.constant(count),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
          minLength: length * count,
          maxLength: length * count,
        }),
      ),
    ),
  );
  fc.assert(
    fc.property(sizes, ([length, count, values]) => {
      // A dominant diagonal keeps the vectors independent.
      const given = Float64Array.from(values, (value, i) => value + (i % (length + 1) === 0 ? 20 : 0));
      const q = given.slice();
      orthonormalize(q, length);
      const dot = (a: Float64Array, i: number, b: Float64Array, j: number) => {
        let sum = 0;
        for (let k = 0; k < length; k++) sum += a[i * length + k]! * b[j * length + k]!;
        return sum;
      };
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          expect(Math.abs(dot(q, i, q, j) - Number(i === j))).toBeLessThan(1e-14);
          // R is upper triangular with a positive diagonal.
          if (i > j) expect(Math.abs(dot(q, i, given, j))).toBeLessThan(1e-12);
          if (i === j) expect(dot(q, i, given, j)).toBeGreaterThan(0);
        }
      }
    }),
  );
});
