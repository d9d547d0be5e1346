import { ArgumentError, DTypeError, gradCheck, input, layers, model, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

const x = [[0.2, -0.5], [0.9, 0.1], [-0.3, 0.8], [-0.7, -0.6]]; // prettier-ignore
const y = [0, 1, 2, 1];

function net(dtype: 'float32' | 'float64' = 'float32') {
  const made = sequential({ inputShape: [2], seed: 1, dtype }, [
    layers.dense(20, { activation: 'tanh', name: 'hidden', kernelRegularizer: 'l2' }),
    layers.dropout(0.3),
    layers.batchNormalization(),
    layers.dense(3, { activation: 'softmax' }),
  ]);
  made.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  return made;
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it('gradCheck passes for every array that is trained', () => {
    const check = gradCheck(net(dtype), x, y);
    expect(check.passed).toBe(true);
    expect(check.maxError).toBeLessThan(1e-5);
    expect(check.arrays.map(({ name, shape, checked }) => [name, shape, checked])).toEqual([
      ['hidden/kernel', [2, 20], 40],
      ['hidden/bias', [20], 20],
      ['batchNormalization/gamma', [20], 20],
      ['batchNormalization/beta', [20], 20],
      ['dense/kernel', [20, 3], 60],
      ['dense/bias', [3], 3],
    ]);
  });

  it('gradCheck returns the values that it compared', () => {
    const made = net(dtype);
    const { gradients } = made.gradients(x, y);
    const { arrays } = gradCheck(made, x, y, { samples: 7 });
    for (const { shape, worst, checked, maxError } of arrays) {
      expect(checked).toBe(
        Math.min(
          7,
          shape.reduce((size, length) => size * length, 1),
        ),
      );
      expect(worst.error).toBe(maxError);
      expect(worst.index).toHaveLength(shape.length);
      expect(worst.centralDifference).toBeCloseTo(worst.backpropagation, 5);
    }
    const { index, backpropagation } = arrays[0]!.worst;
    expect(gradients[0]!.data[20 * index[0]! + index[1]!]).toBeCloseTo(backpropagation, 5);
  });
});

it('gradCheck leaves the model unchanged', async () => {
  const [checked, other] = [net(), net()];
  await checked.fit(x, y, { epochs: 3 });
  await other.fit(x, y, { epochs: 3 });
  gradCheck(checked, x, y);
  expect(checked.getWeights()).toEqual(other.getWeights());
  for (const made of [checked, other]) await made.fit(x, y, { epochs: 3 });
  expect(checked.getWeights()).toEqual(other.getWeights());
});

it('gradCheck fails if the central difference is not the derivative', () => {
  const check = gradCheck(net(), x, y, { epsilon: 50 });
  expect(check.passed).toBe(false);
  expect(check.maxError).toBeGreaterThan(1e-3);
  expect(gradCheck(net(), x, y, { tolerance: 1e-15 }).passed).toBe(false);
});

it('gradCheck takes a smaller step if a kink lies within ε', () => {
  const made = sequential({ inputShape: [1], dtype: 'float64' }, [
    layers.dense(1, { activation: 'relu' }),
    layers.dense(1),
  ]);
  made.setWeights([[[1]], [3e-6], [[1]], [0]]);
  made.compile({ optimizer: 'sgd', loss: 'quadratic' });
  expect(gradCheck(made, [[0], [1]], [[5], [7]], { tolerance: 1e-6 }).passed).toBe(true);
});

it('gradCheck supports sample weights and several inputs, and checks other weights for another seed', () => {
  const [a, b] = [input([2]), input([2])];
  const joined = layers.concatenate().apply(layers.dense(30, { activation: 'tanh' }).apply(a), b);
  const made = model({ inputs: [a, b], outputs: layers.dense(3).apply(joined), seed: 4 });
  made.compile({ optimizer: 'sgd', loss: 'quadratic' });
  const options = { samples: 5, sampleWeight: [1, 2, 0, 0.5] };
  const check = gradCheck(made, [x, x], y, options);
  expect(check.passed).toBe(true);
  expect(gradCheck(made, [x, x], y, options)).toEqual(check);
  expect(gradCheck(made, [x, x], y, { ...options, seed: 1 })).not.toEqual(check);
  expect(gradCheck(made, [x, x], y, { samples: Infinity }).arrays[0]!.checked).toBe(60);
});

it.each<[string, () => unknown, typeof ArgumentError, RegExp]>([
  ['what is no model', () => gradCheck({} as never, x, y), DTypeError, /the model is/],
  ['a model that is not compiled', () => gradCheck(sequential({ inputShape: [2] }, [layers.dense(1)]), x, y), ArgumentError, /compile/],
  ['labels out of range', () => gradCheck(net(), x, [0, 1, 2, 3]), ArgumentError, /y\[3\] is 3/],
  ['an ε of 0', () => gradCheck(net(), x, y, { epsilon: 0 }), ArgumentError, /epsilon is 0/],
  ['half a sample', () => gradCheck(net(), x, y, { samples: 0.5 }), ArgumentError, /samples is 0.5/],
  ['an unknown option', () => gradCheck(net(), x, y, { eps: 1 } as never), ArgumentError, /"eps"/],
])('refuses %s', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
}); // prettier-ignore
