import { expect, it } from 'vitest';

import { kernels } from '../../dist/backend/select.js';
import { Random } from '../../dist/random/generator.js';

it.each([
  [0, 0],
  [1, 2],
  [2 ** 32 - 1, 3],
  [Number.MAX_SAFE_INTEGER, 12345],
])(
  'the generator of the data sets draws the numbers of the kernels for seed %d, stream %d',
  (seed, stream) => {
    const generator = kernels.generator(seed, stream);
    const random = new Random(seed, stream);
    const uniform = Array.from({ length: 50 }, () => random.uniform());
    expect(uniform).toEqual([...generator.uniform(50, 0, 1)]);
    // The logarithm is the JavaScript engine's own, which may round differently.
    const normal = generator.normal(51, 0, 1);
    for (const value of normal) expect(Math.abs(random.normal() - value)).toBeLessThan(1e-14);
  },
);

it('the generator of the data sets draws the permutations of the kernels', () => {
  for (const count of [1, 2, 3, 1000, 70_000]) {
    expect(new Random(7, 3).permutation(count)).toEqual(kernels.generator(7, 3).permutation(count));
  }
});
