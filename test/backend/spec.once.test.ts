import { expect, it } from 'vitest';

import { specText } from '../../dist/backend/spec.js';

it('a spec has one line for each item', () => {
  const text = specText({
    dtype: 'float32',
    batchSize: 10,
    inputShapes: [[28, 28], [5]],
    layers: [
      { op: { kind: 'dense', units: 30, bias: true, activation: 'sigmoid' }, inputIds: [0] },
      { op: { kind: 'dense', units: 30, bias: false, activation: 'linear' }, inputIds: [1] },
      { op: { kind: 'add' }, inputIds: [2, 3] },
    ],
    outputs: [4, 2],
    losses: [{ kind: 'quadratic' }, { kind: 'quadratic', weight: 0.5 }],
    optimizer: { kind: 'sgd', momentum: 0.9 },
    accuracy: true,
    collect: true,
    inputGradients: true,
    seed: 7,
  });
  expect(text.split('\n')).toEqual([
    'batch 10',
    'input 28 28',
    'input 5',
    'layer dense from=0 units=30 bias=1 activation=sigmoid',
    'layer dense from=1 units=30 bias=0 activation=linear',
    'layer add from=2,3',
    'output 4 2',
    'loss quadratic',
    'loss quadratic weight=0.5',
    'optimizer sgd momentum=0.9',
    'accuracy 1',
    'collect 1',
    'inputGradients 1',
    'seed 7',
  ]);
});

it('a spec has no lines for items that are absent', () => {
  const text = specText({
    dtype: 'float64',
    batchSize: 1,
    inputShapes: [[2]],
    layers: [{ op: { kind: 'activation', activation: 'tanh' }, inputIds: [0] }],
    outputs: [1],
    accuracy: false,
  });
  expect(text).toBe('batch 1\ninput 2\nlayer activation from=0 activation=tanh\noutput 1');
});

it('numbers in a spec keep all their digits', () => {
  const optimizer = { kind: 'sgd', momentum: 0.1 + 0.2, tiny: 1e-300, huge: 1e300 };
  const text = specText({
    dtype: 'float64',
    batchSize: 1,
    inputShapes: [[1]],
    layers: [],
    outputs: [0],
    optimizer,
  });
  expect(text).toMatch('optimizer sgd momentum=0.30000000000000004 tiny=1e-300 huge=1e+300');
});
