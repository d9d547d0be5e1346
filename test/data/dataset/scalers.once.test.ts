import { ArgumentError, ShapeError } from 'ferrograd';
import { blobs, circles, digits, iris, minMaxScaler, moons, standardScaler } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import fixtures from '../../fixtures/data.json' with { type: 'json' };
import { expectError } from '../../support/errors.js';

const { data, shape } = iris().x;
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
  ])('%s is that of scikit-learn, and comes back', (_, scaler, expected) => {
    const scaled = scaler.fit(third).transform(first);
    near(scaled.data, expected);
    near(scaler.inverse(scaled).data, first.data);
    expect(scaled.shape).toEqual([8, 4]);
  });

  it('take images pixel by pixel, and features that do not vary', () => {
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

  it('a large mean costs no precision', () => {
    const x = Array.from({ length: 1000 }, (_, i) => [1e9 + (i % 2)]);
    near(
      standardScaler().fitTransform(x).data,
      x.map((_, i) => (i % 2 ? 1 : -1)),
      1e-6,
    );
  });

  it('bad input is refused', async () => {
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

describe('iris', () => {
  it("is Fisher's", () => {
    const { x, y, classNames, featureNames } = iris();
    expect([...x.data]).toEqual(fixtures.iris.x);
    expect([...y.data]).toEqual(fixtures.iris.y);
    expect([shape, classNames.length, featureNames.length]).toEqual([[150, 4], 3, 4]);
  });
});

describe('moons, circles and blobs', () => {
  it.each(Object.entries(fixtures.moons))('%s moons as scikit-learn', (n, expected) => {
    const { x, y } = moons({ samples: Number(n), shuffle: false });
    near(x.data, expected.x);
    expect([...y.data]).toEqual(expected.y);
  });

  it.each(Object.entries(fixtures.circles))('%s points in circles as scikit-learn', (n, expected) => {
    const { x, y } = circles({ samples: Number(n), shuffle: false, factor: 0.3 });
    near(x.data, expected.x);
    expect([...y.data]).toEqual(expected.y);
  });

  it.each([
    ['moons', (seed: number) => moons({ samples: 50, noise: 0.1, seed })],
    ['circles', (seed: number) => circles({ samples: 50, noise: 0.1, seed })],
    ['blobs', (seed: number) => blobs({ samples: 50, seed })],
  ])('%s repeat by their seed, in random order', (_, make) => {
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
    expect([...make(1).y.data]).not.toEqual([...make(1).y.data].sort());
  });

  it('noise has its deviation', () => {
    const [plain, noisy] = [0, 0.5].map(
      (noise) => moons({ samples: 20_000, noise, shuffle: false, seed: 1 }).x.data,
    );
    const squares = noisy?.map((value, i) => (value - (plain?.[i] ?? 0)) ** 2).reduce((a, b) => a + b);
    near([Math.sqrt((squares ?? 0) / 40_000)], [0.5], 0.01);
  });

  it('blobs lie around their centres', () => {
    const { x, y, centers } = blobs({ samples: 9001, centers: [[0, 0, 0], [9, 0, 1]], std: [1, 0.1], seed: 1 }); // prettier-ignore
    expect([x.shape, centers.shape]).toEqual([[9001, 3], [2, 3]]); // prettier-ignore
    const of = (label: number, axis: number) =>
      [...y.data].flatMap((one, i) => (one === label ? [x.data[3 * i + axis] ?? 0] : []));
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect([of(0, 0).length, of(1, 0).length]).toEqual([4501, 4500]);
    near([mean(of(0, 0)), mean(of(1, 0)), mean(of(1, 2))], [0, 9, 1], 0.06);
    near([Math.sqrt(mean(of(1, 2).map((value) => (value - 1) ** 2)))], [0.1], 0.01);
    const random = blobs({ centers: 5, features: 4, box: [2, 3], seed: 1 }).centers;
    expect([random.shape, random.data.every((value) => value >= 2 && value < 3)]).toEqual([[5, 4], true]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no samples', () => moons({ samples: 0 }), /samples is 0/],
    ['negative noise', () => circles({ noise: -1 }), /noise is -1/],
    ['a factor of 1', () => circles({ factor: 1 }), /factor is 1/],
    ['ragged centres', () => blobs({ centers: [[1], [1, 2]] }), /centers/],
    ['too few deviations', () => blobs({ std: [1] }), /std has 1 entries/],
    ['an unknown option', () => moons({ sample: 5 } as never), /sample/],
  ])('%s is refused', async (_, call, message) => {
    await expectError(call, ArgumentError, { message });
  });
});
