import { layers, sequential, ShapeError } from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { flatWeights } from '../../support/weights.js';

const size = fc.integer({ min: 1, max: 40 });
const dtypes = fc.constantFrom('float32' as const, 'float64' as const);

it('weights are returned as they were set, for layers of every size', () => {
  const property = fc.property(
    size,
    fc.array(size, { minLength: 1, maxLength: 3 }),
    dtypes,
    (inputs, units, dtype) => {
      const net = sequential(
        { inputShape: [inputs], dtype },
        units.map((count) => layers.dense(count)),
      );
      const weights = net.getWeights().map(({ data, shape }, index) => ({
        data: data.map((_, i) => Math.fround(Math.sin(i + 100 * index))),
        shape,
      }));
      net.setWeights(weights);
      expect(net.getWeights()).toEqual(weights);
    },
  );
  fc.assert(property, { numRuns: 30 });
});

it('returned weights do not change when the model is trained', () => {
  const net = sequential({ inputShape: [5] }, [layers.dense(7), layers.dense(3)]);
  const weights = flatWeights(net);
  net.compile({ optimizer: 'sgd', loss: 'quadratic' });
  net.evaluate([[1, 2, 3, 4, 5]], [1], { batchSize: 1 });
  net.gradients(new Float32Array(5 * 100), new Uint8Array(100));
  net.predict(new Float32Array(5 * 100), { batchSize: 50 });
  expect(flatWeights(net)).toEqual(weights);
});

it('returned weights are copies', () => {
  const net = sequential({ inputShape: [2] }, [layers.dense(2)]);
  const before = flatWeights(net);
  net.getWeights()[0]!.data.fill(9);
  expect(flatWeights(net)).toEqual(before);
});

it('weights are listed layer by layer, the kernel before the bias', () => {
  const net = sequential({ inputShape: [4] }, [
    layers.dense(3),
    layers.activation('tanh'),
    layers.dense(2, { useBias: false }),
  ]);
  expect(net.getWeights().map(({ shape }) => shape)).toEqual([[4, 3], [3], [3, 2]]);
  expect(net.countParams()).toBe(12 + 3 + 6);
});

describe('setWeights', () => {
  const net = sequential({ inputShape: [2], seed: 1 }, [layers.dense(3), layers.dense(1)]);

  it('takes nested numbers, typed arrays and other element types', () => {
    net.setWeights([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      new Float64Array([7, 8, 9]),
      { data: new Int8Array([1, 2, 4]), shape: [3, 1], scale: 0.5 },
      [0],
    ]);
    expect(flatWeights(net)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0.5, 1, 2, 0]);
  });

  it('changes nothing when one of the arrays does not fit', async () => {
    const before = flatWeights(net);
    const weights = net.getWeights().map(({ data, shape }) => ({ data: data.fill(1), shape }));
    weights[2] = { data: new Float32Array(3), shape: [1, 3] };
    await expectError(() => net.setWeights(weights), ShapeError, {
      message: /weights\[2\].*\[1, 3\].*\[3, 1\]/,
    });
    expect(flatWeights(net)).toEqual(before);
  });
});
