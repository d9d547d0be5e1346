import { ArgumentError, losses } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { Shape } from '../../support/badInput.js';
import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';
import { values, array } from '../../support/standalone.js';

describe('a loss', () => {
  const y = [[0, 1], [1, 0], [0.5, 0.5]]; // prettier-ignore
  const output = [[0.5, 0.5], [0, 0], [1, 1]]; // prettier-ignore
  const loss = losses.quadratic();

  it('has a mean, a value for each sample and a gradient', () => {
    expect(loss.evaluate(y, output)).toBeCloseTo(1 / 3, 15);
    expect(loss.perSample(y, output)).toEqual(array([0.25, 0.5, 0.25], 3));
    const { data, shape } = loss.gradient(y, output);
    expect(shape).toEqual([3, 2]);
    expectClose(data, [0.5, -0.5, -1, 0, 0.5, 0.5].map((d) => d / 3), 1e-15); // prettier-ignore
  });

  it('weighs samples and classes', () => {
    const sampleWeight = [2, 0, 1];
    expect(loss.evaluate(y, output, { sampleWeight })).toBeCloseTo(0.25, 15);
    expect(loss.perSample(y, output, { sampleWeight }).data).toEqual(Float64Array.of(0.5, 0, 0.25));
    expectClose(loss.gradient(y, output, { sampleWeight }).data.subarray(0, 4), [1 / 3, -1 / 3, 0, 0], 1e-15);
    expect(loss.evaluate([1, 0, 0], output, { classWeight: { 0: 0 } })).toBeCloseTo(0.25 / 3, 15);
  });

  it('is computed in float32 if the outputs are float32', () => {
    const single = { data: Float32Array.from(output.flat()), shape: [3, 2] };
    expect(loss.gradient(y, single).data).toBeInstanceOf(Float32Array);
    expect(loss.gradient(y, output).data).toBeInstanceOf(Float64Array);
  });

  it('takes one output for each sample as a flat array, and batches of any size', () => {
    expect(loss.evaluate([1, 0], [0, 2])).toBe(1.25);
    expect(loss.evaluate(new Float64Array(5000), new Float64Array(5000).fill(2))).toBe(2);
    expect(loss.gradient(new Float64Array(5000), new Float64Array(5000).fill(2)).data[4999]).toBe(2 / 5000);
    expect(loss.gradient([1, 0], [0, 2]).shape).toEqual([2]);
  });
});

const refused: [string, () => unknown, typeof ArgumentError, RegExp | string][] = [
  ['targets of another size', () => losses.quadratic().evaluate([[1, 2]], values), Shape, /yTrue has 1 targets/],
  ['labels out of range', () => losses.quadratic().gradient([0, 1, 2, 3, 0], values), ArgumentError, /yTrue\[3\] is 3/],
  ['outputs that are not finite', () => losses.quadratic().evaluate([[1]], [[NaN]]), ArgumentError, /yPred\[0\]\[0\] is NaN/],
  ['no outputs', () => losses.quadratic().perSample([], []), ArgumentError, /yPred is empty/],
  ['an unknown option of a loss', () => losses.quadratic().evaluate([[1]], [[1]], { weight: 1 } as never), ArgumentError, /"weight"/],
]; // prettier-ignore

it.each(refused)('refuses %s', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
});
