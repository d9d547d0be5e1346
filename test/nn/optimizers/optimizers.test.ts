import {
  ArgumentError,
  type Config,
  layers,
  type Optimizer,
  optimizers,
  schedules,
  sequential,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { expectArrays, readFixture } from '../../support/pytorch.js';
import { tolerances } from '../../support/tolerances.js';

type Options = Readonly<Record<string, number | boolean>>;

interface Case {
  optimizer: keyof typeof optimizers;
  options: Options;
  float32: number[][];
  float64: number[][];
}

/** Values from PyTorch; `make_optimizers.py` beside the file made them. */
const fixture = readFixture('optimizers.json') as {
  x: number[][];
  y: number[][];
  weights: (number[] | number[][])[];
  batchSize: number;
  cases: Case[];
};

const make = (name: Case['optimizer'], options: Options) =>
  (optimizers[name] as (options: Options) => Optimizer)(options);

async function trained(dtype: 'float32' | 'float64', optimizer: Optimizer | Config) {
  const net = sequential({ inputShape: [4], dtype }, [
    layers.dense(6, { activation: 'tanh' }),
    layers.dense(3),
  ]);
  net.setWeights(fixture.weights);
  net.compile({ optimizer, loss: 'meanSquaredError' });
  await net.fit(fixture.x, fixture.y, { batchSize: fixture.batchSize, shuffle: false });
  return net.getWeights();
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it.each(fixture.cases)('$optimizer $options makes the ten steps of PyTorch', async (reference) => {
    const weights = await trained(dtype, make(reference.optimizer, reference.options));
    expectArrays(weights, reference[dtype], tolerances.training[dtype]);
  });
});

it('every optimizer has a reference', () => {
  expect(new Set(fixture.cases.map(({ optimizer }) => optimizer))).toEqual(new Set(Object.keys(optimizers)));
});

it.each(fixture.cases)('$optimizer $options can be made again from its config', async (reference) => {
  const made = make(reference.optimizer, reference.options);
  const config = JSON.parse(JSON.stringify(made.config)) as Config;
  expect(config).toMatchObject({ kind: reference.optimizer });
  expect(await trained('float32', config)).toEqual(await trained('float32', made));
});

it.each(Object.keys(optimizers) as (keyof typeof optimizers)[])('%s follows a schedule', async (name) => {
  const learningRate = schedules.piecewise({ boundaries: [3], values: [0.01, 0] });
  const scheduled = await trained(
    'float64',
    (optimizers[name] as (options: object) => Optimizer)({ learningRate }),
  );
  expect(scheduled).not.toEqual(await trained('float64', make(name, { learningRate: 0.01 })));
});

const refused: [string, () => unknown, string][] = [
  ['a negative weight decay', () => optimizers.adam({ weightDecay: -1 }), 'adam: weightDecay is -1'],
  ['a β of 1', () => optimizers.adamw({ beta1: 1 }), 'adamw: beta1 is 1'],
  ['an ε below 0', () => optimizers.adagrad({ epsilon: -1e-8 }), 'adagrad: epsilon is -1e-8'],
  ['an α above 1', () => optimizers.rmsprop({ alpha: 1.5 }), 'rmsprop: alpha is 1.5'],
  ['a norm of 0', () => optimizers.sgd({ clipNorm: 0 }), 'sgd: clipNorm is 0'],
  ['a rate below 0', () => optimizers.nadam({ learningRate: -1 }), 'nadam: learningRate is -1'],
  [
    'Nesterov without momentum',
    () => optimizers.sgd({ nesterov: true }),
    'sgd: nesterov is true with momentum 0',
  ],
  [
    'Nesterov with dampening',
    () => optimizers.sgd({ nesterov: true, momentum: 0.9, dampening: 0.1 }),
    'sgd: nesterov is true with momentum 0.9 and dampening 0.1',
  ],
  ['a flag that is none', () => optimizers.adam({ amsgrad: 1 as never }), 'adam: amsgrad is 1'],
  [
    'a misspelt option',
    () => optimizers.rmsprop({ centred: true } as never),
    'rmsprop: there is no option "centred"',
  ],
];

it.each(refused)('refuses %s', async (_, call, message) => {
  await expectError(call, ArgumentError, { message });
});
