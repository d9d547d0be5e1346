import { expect, it } from 'vitest';

import { specText } from '../../dist/backend/spec.js';

it('writes one line for each item', () => {
  const text = specText({
    dtype: 'float32',
    batchSize: 10,
    inputShape: [28, 28],
    layers: [
      { kind: 'dense', units: 30, bias: true, activation: 'sigmoid' },
      { kind: 'dense', units: 10, bias: false, activation: 'linear' },
      { kind: 'activation', activation: 'softmax' },
    ],
    loss: { kind: 'quadratic' },
    optimizer: { kind: 'sgd', momentum: 0.9 },
    accuracy: true,
  });
  expect(text.split('\n')).toEqual([
    'batch 10',
    'input 28 28',
    'layer dense units=30 bias=1 activation=sigmoid',
    'layer dense units=10 bias=0 activation=linear',
    'layer activation activation=softmax',
    'loss quadratic',
    'optimizer sgd momentum=0.9',
    'accuracy 1',
  ]);
});

it('leaves out what is not there', () => {
  const text = specText({
    dtype: 'float64',
    batchSize: 1,
    inputShape: [2],
    layers: [{ kind: 'activation', activation: 'tanh' }],
    accuracy: false,
  });
  expect(text).toBe('batch 1\ninput 2\nlayer activation activation=tanh');
});

it('writes numbers so that nothing of them is lost', () => {
  const optimizer = { kind: 'sgd', momentum: 0.1 + 0.2, tiny: 1e-300, huge: 1e300 };
  const text = specText({ dtype: 'float64', batchSize: 1, inputShape: [1], layers: [], optimizer });
  expect(text).toMatch('optimizer sgd momentum=0.30000000000000004 tiny=1e-300 huge=1e+300');
});
