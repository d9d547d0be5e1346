import { ArgumentError } from 'ferrograd';
import { fromOneHot, oneHot } from 'ferrograd/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

describe('one-hot vectors', () => {
  it('are made of labels, and give them back', () => {
    expect(oneHot([1, 0, 3])).toEqual({
      data: Float32Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1),
      shape: [3, 4],
    });
    expect(oneHot(Uint8Array.of(1), 3)).toEqual({ data: Float32Array.of(0, 1, 0), shape: [1, 3] });
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), (labels) => {
        expect([...fromOneHot(oneHot(labels, 10)).data]).toEqual(labels);
      }),
    );
    expect([...fromOneHot([[0.2, 0.5, 0.5], [-3, -2, -9]]).data]).toEqual([1, 1]); // prettier-ignore
  });

  it('are refused for values that are no labels or vectors', async () => {
    await expectError(() => oneHot([0, 1.5]), ArgumentError, { actual: /labels\[1\] is 1.5/ });
    await expectError(() => oneHot([0, 3], 3), ArgumentError, { actual: /labels\[1\] is 3/ });
    await expectError(() => oneHot([-1], 2), ArgumentError, { actual: /labels\[0\] is -1/ });
    await expectError(() => oneHot([[1, 2]]), ArgumentError, { actual: /shape \[1, 2\]/ });
    await expectError(() => fromOneHot([[0, NaN]]), ArgumentError, { actual: /\[0\]\[1\] is NaN/ });
    await expectError(() => fromOneHot([1, 2]), ArgumentError, { actual: /shape \[2\]/ });
  });
});
