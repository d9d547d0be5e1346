import { ArgumentError, type Layer, layers, optimizers, sequential, ShapeError } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { expectArrays, expectGradients, expectOutputs, readFixture } from '../../support/pytorch.js';
import { tolerances } from '../../support/tolerances.js';

interface Pass {
  outputs: number[];
  gradients: number[][];
}

interface Case {
  layer: 'batchNormalization' | 'layerNormalization';
  options: object;
  shape: number[];
  samples: number;
  x: number[];
  dy: number[];
  weights: number[][];
  statistics: number[][];
  training: Pass;
  inference: Pass;
}

/** Values from PyTorch; `make_normalization.py` beside the file made them. */
const { cases } = readFixture('normalization.json') as { cases: Case[] };

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(cases)('$layer $options of $shape', (reference) => {
    const { samples, shape, training } = reference;
    const layer = (layers[reference.layer] as (options: object) => Layer)(reference.options);
    const net = sequential({ inputShape: shape, dtype }, [layer]);
    const array = (values: number[]) => ({ data: Float64Array.from(values), shape: [samples, ...shape] });
    const x = array(reference.x);
    const start = net.getWeights().map(({ shape }, index) => {
      return { data: Float64Array.from(reference.weights[index]!), shape };
    });
    net.setWeights(start);
    net.compile({ optimizer: optimizers.sgd({ learningRate: 0 }), loss: 'quadratic' });

    it('predicts what PyTorch predicts', () => {
      const { outputs } = reference.inference;
      expectOutputs(net, x, { outputs, shape: [samples, ...shape] }, tolerances.forward[dtype]);
    });

    it('has the gradients of PyTorch', () => {
      // ∂C/∂a of the quadratic cost is a − y.
      const y = array(training.outputs.map((a, index) => a - reference.dy[index]!));
      const mean = training.gradients.map((sums) => sums.map((value) => value / samples));
      // Running statistics are not trained.
      const gradients = [...mean, ...reference.statistics.map((values) => values.map(() => 0))];
      const tolerance = 10 * tolerances.gradient[dtype];
      expectGradients(net, x, y, { gradients }, { loss: tolerance, gradient: tolerance });
    });

    it('learns the running statistics of PyTorch in training', async () => {
      net.setWeights(start);
      await net.fit(x, x, { batchSize: samples });
      const learned = net.getWeights().slice(training.gradients.length);
      expectArrays(learned, reference.statistics, tolerances.forward[dtype]);
    });
  });
});

it('batch normalization updates its statistics in every batch, also in a smaller last one', async () => {
  const net = sequential({ inputShape: [2], dtype: 'float64' }, [layers.batchNormalization({ momentum: 0 })]);
  net.compile({ optimizer: 'sgd', loss: 'quadratic' });
  const x = [[1, 2], [3, 4], [7, 9]]; // prettier-ignore
  await net.fit(x, x, { batchSize: 2, shuffle: false });
  const [, , mean, variance] = net.getWeights();
  expect([...mean!.data, ...variance!.data]).toEqual([7, 9, 0, 0]);
});

const refused: [string, () => unknown, string][] = [
  [
    'an axis that is not there',
    () => sequential({ inputShape: [4] }, [layers.batchNormalization({ axis: 2 })]),
    'batchNormalization: axis is 2, the tensor has shape [n, 4]',
  ],
  [
    'the axis of the samples',
    () => sequential({ inputShape: [4] }, [layers.layerNormalization({ axis: 0 })]),
    'layerNormalization: axis is 0, the tensor has shape [n, 4]',
  ],
  [
    'an axis named twice',
    () => sequential({ inputShape: [2, 3] }, [layers.layerNormalization({ axis: [2, -1] })]),
    'layerNormalization: axis is [2, -1]',
  ],
  ['no axis', () => sequential({ inputShape: [2] }, [layers.layerNormalization({ axis: [] })]), 'axis is []'],
  ['a momentum above 1', () => layers.batchNormalization({ momentum: 2 }), 'momentum is 2'],
  ['an ε below 0', () => layers.layerNormalization({ epsilon: -1 }), 'epsilon is -1'],
  [
    'an option of the other',
    () => layers.layerNormalization({ momentum: 0.9 } as never),
    'no option "momentum"',
  ],
];

it.each(refused)('refuses %s', async (_, call, message) => {
  const Class = message.includes('tensor') ? ShapeError : ArgumentError;
  await expectError(call, Class, { message });
});
