import { ArgumentError } from 'ferrograd';
import { blobs, circles, moons } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import fixtures from '../../../fixtures/data.json' with { type: 'json' };
import { expectError } from '../../../support/errors.js';

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12) => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((actual[i] ?? NaN) - (expected[i] ?? 0))).toBeLessThan(tolerance);
};

describe('moons, circles and blobs', () => {
  it.each(Object.entries(fixtures.moons))('moons of %s points are those of scikit-learn', (n, expected) => {
    const { x, y } = moons({ samples: Number(n), shuffle: false });
    near(x.data, expected.x);
    expect([...y.data]).toEqual(expected.y);
  });

  it.each(Object.entries(fixtures.circles))(
    'circles of %s points are those of scikit-learn',
    (n, expected) => {
      const { x, y } = circles({ samples: Number(n), shuffle: false, factor: 0.3 });
      near(x.data, expected.x);
      expect([...y.data]).toEqual(expected.y);
    },
  );

  it.each([
    ['moons', (seed: number) => moons({ samples: 50, noise: 0.1, seed })],
    ['circles', (seed: number) => circles({ samples: 50, noise: 0.1, seed })],
    ['blobs', (seed: number) => blobs({ samples: 50, seed })],
  ])('%s are the same by the same seed, in random order', (_, make) => {
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
    expect([...make(1).y.data]).not.toEqual([...make(1).y.data].sort());
  });

  it('noise has the given deviation', () => {
    const [plain, noisy] = [0, 0.5].map(
      (noise) => moons({ samples: 20_000, noise, shuffle: false, seed: 1 }).x.data,
    );
    const squares = noisy?.map((value, i) => (value - (plain?.[i] ?? 0)) ** 2).reduce((a, b) => a + b);
    near([Math.sqrt((squares ?? 0) / 40_000)], [0.5], 0.01);
  });

  it('blobs have the given centres and deviations', () => {
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
    ['a number of 0 samples', () => moons({ samples: 0 }), /samples is 0/],
    ['negative noise', () => circles({ noise: -1 }), /noise is -1/],
    ['a factor of 1', () => circles({ factor: 1 }), /factor is 1/],
    ['a list of centres of different lengths', () => blobs({ centers: [[1], [1, 2]] }), /centers/],
    ['a list of fewer deviations than centres', () => blobs({ std: [1] }), /std has 1 entries/],
    ['an unknown option', () => moons({ sample: 5 } as never), /sample/],
  ])('%s is refused', async (_, call, message) => {
    await expectError(call, ArgumentError, { message });
  });
});
