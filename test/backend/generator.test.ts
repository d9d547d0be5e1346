import { describe, expect, it } from 'vitest';

import { kernels } from '../../dist/backend/select.js';

/** These must never change: a seed must give the same model on every machine and with every version. */
it('a seed and a stream give the numbers of every earlier version', () => {
  const generator = kernels.generator(42, 7);
  expect([...generator.uniform(3, -1, 1)]).toEqual([
    0.2847247049728494, 0.35121708862790024, 0.11733338867557386,
  ]);
  expect([...generator.normal(3, 1, 2)]).toEqual([
    1.8994619536589954, -1.544562209002747, 2.1469024840420814,
  ]);
  expect([...generator.permutation(10)]).toEqual([6, 7, 0, 5, 1, 9, 8, 4, 2, 3]);
});

it('the permutations of several streams are those of the single streams', () => {
  const one = (stream: number) => [...kernels.generator(3, stream).permutation(50)];
  expect([...kernels.permutations(3, 7, 3, 50)]).toEqual([...one(7), ...one(8), ...one(9)]);
});

it('the largest seed and stream are accepted', () => {
  const generator = kernels.generator(Number.MAX_SAFE_INTEGER, 2 ** 32 - 1);
  expect([...generator.uniform(2, 0, 1)]).toEqual([0.769805750126929, 0.7789213376453514]);
});

it('different seeds and different streams give different numbers', () => {
  const first = (seed: number, stream: number) => kernels.generator(seed, stream).uniform(1, 0, 1)[0];
  const firsts = [first(1, 0), first(0, 1), first(1, 1), first(2, 0), first(2 ** 40, 0), first(0, 0)];
  expect(new Set(firsts).size).toBe(firsts.length);
});

describe('a permutation', () => {
  it('contains every index once', () => {
    const order = kernels.generator(5, 0).permutation(10_000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  it('puts every index at every position equally often', () => {
    const generator = kernels.generator(5, 1);
    const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    for (let i = 0; i < 5000; i++) {
      generator.permutation(5).forEach((value, position) => counts[position]![value]!++);
    }
    // Chi-squared with 16 degrees of freedom: above 40 for one seed in a thousand.
    const chiSquared = counts.flat().reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(40);
  });

  it.each([0, 1])('of %s values is trivial', (count) => {
    expect(kernels.generator(5, 0).permutation(count)).toEqual(new Uint32Array(count));
  });
});
