import { ArgumentError, DTypeError, ShapeError } from 'ferrograd';
import { augment, type AugmentOptions, dataset, digits } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

/** Images of 3 × 4 pixels with the values 1 … 12. */
const images = (count: number) => ({
  data: Uint8Array.from({ length: 12 * count }, (_, i) => 1 + (i % 12)),
  shape: [count, 3, 4],
  scale: 1 / 255,
});

/** The different images that augmenting a hundred equal ones gives. */
function kinds(options: AugmentOptions): Set<string> {
  const { x } = augment({ seed: 1, ...options })(images(100));
  const size = x.data.length / 100;
  return new Set(Array.from({ length: 100 }, (_, i) => x.data.subarray(i * size, (i + 1) * size).join(' ')));
}

describe('augment', () => {
  it('leaves images alone without options, and never changes its input', () => {
    const x = images(3);
    expect(augment()(x).x).toEqual(images(3));
    augment({ flip: 'both', shift: 1, rotate: 20, noise: 0.1, seed: 1 })(x);
    expect(x).toEqual(images(3));
  });

  it('flips about half of the images', () => {
    const own = '1 2 3 4 5 6 7 8 9 10 11 12';
    expect(kinds({ flip: true })).toEqual(new Set([own, '4 3 2 1 8 7 6 5 12 11 10 9']));
    expect(kinds({ flip: 'vertical' })).toEqual(new Set([own, '9 10 11 12 5 6 7 8 1 2 3 4']));
    expect(kinds({ flip: 'both' }).size).toBe(4);
  });

  it('shifts by whole pixels and fills the pixels from beyond the edge', () => {
    const right = kinds({ shift: [0, 1], fill: 0 });
    expect(right).toEqual(
      new Set(['1 2 3 4 5 6 7 8 9 10 11 12', '0 1 2 3 0 5 6 7 0 9 10 11', '2 3 4 0 6 7 8 0 10 11 12 0']),
    );
    expect(kinds({ shift: [1, 0] })).toContain('1 2 3 4 1 2 3 4 5 6 7 8');
    expect(kinds({ shift: 1 }).size).toBe(9);
  });

  it('crops at random positions', () => {
    const parts = kinds({ crop: [2, 3] });
    expect(parts).toEqual(new Set(['1 2 3 5 6 7', '2 3 4 6 7 8', '5 6 7 9 10 11', '6 7 8 10 11 12']));
    expect(augment({ crop: [2, 3], seed: 1 })(images(5)).x.shape).toEqual([5, 2, 3]);
  });

  it('rotates about the centre by at most the given angle', () => {
    const data = new Float64Array(25);
    data[2] = 1; // in the middle of the upper edge
    const turn = augment({ rotate: 90, fill: 0, seed: 1 });
    for (let round = 0; round < 50; round++) {
      const { x } = turn({ data, shape: [1, 5, 5] });
      const total = x.data.reduce((a, b) => a + b, 0);
      expect(total).toBeGreaterThan(0.3);
      expect(x.data[12]).toBeLessThan(1e-12);
      const below = x.data.slice(15).reduce((a, b) => a + b, 0);
      expect(below, 'no more than a quarter turn').toBeLessThan(0.3);
    }
  });

  it('adds noise of the given deviation and clips bytes to their range', () => {
    const grey = { data: new Uint8Array(50_000).fill(128), shape: [1, 100, 500], scale: 1 / 255 };
    const { data } = augment({ noise: 0.1, seed: 1 })(grey).x;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - 128) ** 2, 0) / data.length) / 255;
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.002);
    const white = augment({ noise: 0.1, seed: 1 })({ ...grey, data: grey.data.map(() => 255) }).x.data;
    expect(Math.max(...white)).toBe(255);
    expect(Math.min(...white)).toBeGreaterThan(100);
  });

  it('gives the same changes by the same seed, and others for each batch', () => {
    const options = { flip: 'both', shift: 1, rotate: 15, noise: 0.05 } as const;
    const twice = (seed: number) => {
      const change = augment({ ...options, seed });
      return [change(images(4)), change(images(4))];
    };
    expect(twice(1)).toEqual(twice(1));
    expect(twice(1)).not.toEqual(twice(2));
    expect(twice(1)[0]).not.toEqual(twice(1)[1]);
  });

  it('changes the images of batches and leaves their targets', () => {
    const { train } = digits();
    const batches = dataset(train.x, train.y)
      .batch(50)
      .map(augment({ shift: 1, seed: 1 }));
    const [first, again] = [[...batches], [...batches]];
    expect(first).toHaveLength(30);
    expect(first[0]?.[0]).toMatchObject({ shape: [50, 8, 8], scale: 1 / 16 });
    expect(first.map(([, y]) => y)).toEqual(again.map(([, y]) => y));
    expect(first[0]?.[0]).not.toEqual(again[0]?.[0]);
  });

  it('keeps the channels of a pixel together', () => {
    const x = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [1, 1, 2, 3] };
    const seen = new Set(
      Array.from({ length: 20 }, (_, seed) => augment({ flip: true, seed })(x).x.data.join(' ')),
    );
    expect(seen).toEqual(new Set(['1 2 3 4 5 6', '4 5 6 1 2 3']));
  });

  it.each<[string, () => unknown, typeof ArgumentError, RegExp]>([
    ['an unknown option', () => augment({ flips: true } as never), ArgumentError, /flips/],
    ['a shift of half a pixel', () => augment({ shift: 0.5 }), ArgumentError, /shift is 0.5/],
    ['three shifts', () => augment({ shift: [1, 2, 3] as never }), ArgumentError, /shift/],
    ['a rotation by more than 180 degrees', () => augment({ rotate: 200 }), ArgumentError, /rotate is 200/],
    ['an unknown direction of a flip', () => augment({ flip: 'left' as never }), ArgumentError, /"left"/],
    [
      'an array of samples that are no images',
      () => augment()({ data: new Float32Array(4), shape: [2, 2] }),
      ShapeError,
      /shape \[2, 2\]/,
    ],
    ['an image smaller than the crop', () => augment({ crop: [5, 5] })(images(1)), ShapeError, /3 × 4/],
    [
      'an array of whole numbers',
      () => augment()({ data: new Int32Array(4), shape: [1, 2, 2] }),
      DTypeError,
      /Int32Array/,
    ],
  ])('%s is refused', async (_, call, Class, message) => {
    await expectError(call, Class, { message });
  });
});
