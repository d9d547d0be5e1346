import { ArgumentError, ShapeError } from 'ferrograd';
import { digits, iris, minMaxScaler, standardScaler } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import fixtures from '../../fixtures/data.json' with { type: 'json' };
import { expectError } from '../../support/errors.js';

const { data } = iris().x;
const third = {
  data: Float64Array.from({ length: 200 }, (_, i) => data[12 * (i >> 2) + (i & 3)] ?? 0),
  shape: [50, 4],
};
const first = { data: data.subarray(0, 32), shape: [8, 4] };
const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12) => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((actual[i] ?? NaN) - (expected[i] ?? 0))).toBeLessThan(tolerance);
};

describe('scalers', () => {
  it.each([
    ['standardScaler', standardScaler(), fixtures.standard],
    ['minMaxScaler', minMaxScaler({ range: [-1, 2] }), fixtures.minMax],
  ])('%s scales as that of scikit-learn, and inverse undoes it', (_, scaler, expected) => {
    const scaled = scaler.fit(third).transform(first);
    near(scaled.data, expected);
    near(scaler.inverse(scaled).data, first.data);
    expect(scaled.shape).toEqual([8, 4]);
  });

  it('scale images pixel by pixel, and constant features without dividing by 0', () => {
    const { train } = digits();
    const scaled = standardScaler().fitTransform(train.x);
    expect(scaled.shape).toEqual([1500, 8, 8]);
    const corner = scaled.data.filter((_, i) => i % 64 === 0);
    expect(new Set(corner)).toEqual(new Set([0]));
    const pixel = Array.from({ length: 1500 }, (_, i) => scaled.data[64 * i + 20] ?? NaN);
    near([pixel.reduce((a, b) => a + b) / 1500, pixel.reduce((a, b) => a + b * b, 0) / 1500], [0, 1]);
    const constant = minMaxScaler({ range: [2, 3] }).fitTransform([[5], [5]]);
    expect([...constant.data]).toEqual([2, 2]);
    expect(standardScaler().fitTransform({ data: Float32Array.of(1, 2), shape: [2, 1] }).data).toEqual(
      Float32Array.of(-1, 1),
    );
  });

  it('keep their precision where the mean is large', () => {
    const x = Array.from({ length: 1000 }, (_, i) => [1e9 + (i % 2)]);
    near(
      standardScaler().fitTransform(x).data,
      x.map((_, i) => (i % 2 ? 1 : -1)),
      1e-6,
    );
  });

  it('refuse samples that they cannot fit or transform', async () => {
    await expectError(() => standardScaler().transform(first), ArgumentError, { code: 'not-fitted' });
    await expectError(
      () =>
        standardScaler()
          .fit(first)
          .transform([[1]]),
      ShapeError,
      { code: 'feature-count' },
    );
    await expectError(() => minMaxScaler().fit([[1, NaN]]), ArgumentError, { actual: /feature 1/ });
    await expectError(() => standardScaler().fit([]), ArgumentError, { code: 'empty-data' });
    await expectError(() => minMaxScaler({ range: [1, 1] }), ArgumentError, { code: 'range' });
  });
});
