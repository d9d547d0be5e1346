import { ArgumentError, optimizers, type Model } from 'ferrograd';
import { describe, it } from 'vitest';

import { type Case, DType, expectUnchanged, labels, Shape, x } from '../../support/badInput.js';

/** Options of any type, as JavaScript may pass them. */
const fit = (options: Record<string, unknown>) => (net: Model) => net.fit(x, labels, options);

const cases: Case[] = [
  [
    'a batch above the data',
    fit({ batchSize: 5 }),
    ArgumentError,
    { message: /^fit: batchSize is 5, there are only 4 training samples/ },
  ],
  [
    'a batch above what the split leaves',
    fit({ batchSize: 4, validationSplit: 0.5 }),
    ArgumentError,
    { expected: /only 2/ },
  ],
  ['an empty batch', fit({ batchSize: 0 }), ArgumentError, { actual: 'batchSize is 0' }],
  [
    'a fraction of an epoch',
    fit({ epochs: 1.5 }),
    ArgumentError,
    { message: /^fit: epochs is 1.5, it must be an integer of at least 1/ },
  ],
  ['no epochs', fit({ epochs: 0 }), ArgumentError, { actual: 'epochs is 0' }],
  ['endless epochs', fit({ epochs: Infinity }), ArgumentError, { actual: 'epochs is Infinity' }],
  ['epochs as text', fit({ epochs: '3' }), ArgumentError, { actual: 'epochs is "3"' }],
  ['a negative initialEpoch', fit({ initialEpoch: -1 }), ArgumentError, { actual: 'initialEpoch is -1' }],
  ['a split of all samples', fit({ validationSplit: 1 }), ArgumentError, { expected: /below 1/ }],
  ['a negative split', fit({ validationSplit: -0.1 }), ArgumentError, { code: 'not-a-number-in-range' }],
  [
    'a split that leaves nothing to train on',
    fit({ validationSplit: 0.99 }),
    ArgumentError,
    { code: 'validation-split' },
  ],
  [
    'two kinds of validation',
    fit({ validationSplit: 0.5, validationData: [x, labels] }),
    ArgumentError,
    { code: 'two-validations' },
  ],
  ['validation data that are no pair', fit({ validationData: x }), DType, { actual: /validationData/ }],
  ['a callback that is none', fit({ callbacks: [1] }), DType, { actual: /callbacks/ }],
  ['a single callback', fit({ callbacks: {} }), DType, { remedy: /callbacks: \[/ }],
  ['a signal that is none', fit({ signal: true }), DType, { actual: 'signal is true' }],
  ['a seed below 0', fit({ seed: -1 }), ArgumentError, { actual: 'seed is -1' }],
  ['shuffle as a number', fit({ shuffle: 1 }), ArgumentError, { actual: 'shuffle is 1' }],
  ['a misspelt option', fit({ epoch: 3 }), ArgumentError, { remedy: "did you mean 'epochs'?" }],
  [
    'options that are no object',
    (net) => net.fit(x, labels, 10 as never),
    ArgumentError,
    { actual: 'the options are 10' },
  ],
  [
    'a batch size of nonsense in evaluate',
    (net) => net.evaluate(x, labels, { batchSize: -3 }),
    ArgumentError,
    { operation: 'evaluate' },
  ],
  [
    'a batch size of nonsense in predict',
    (net) => net.predict(x, { batchSize: NaN }),
    ArgumentError,
    { actual: 'batchSize is NaN' },
  ],
  [
    'too few weights',
    (net) => net.setWeights([new Float32Array(6)]),
    Shape,
    { message: /1 arrays were passed, the model has 2: \[2, 3\], \[3\]/ },
  ],
  [
    'weights of another shape',
    (net) => net.setWeights([new Float32Array(6), [1, 2]]),
    Shape,
    { actual: 'weights[1] has shape [2]' },
  ],
  [
    'weights that are NaN',
    (net) => net.setWeights([new Float32Array(6), [0, NaN, 0]]),
    ArgumentError,
    { actual: 'weights[1][1] is NaN' },
  ],
  ['weights that are no list', (net) => net.setWeights(3 as never), DType, { operation: 'setWeights' }],
  [
    'an unknown loss',
    compile({ loss: 'mse' }),
    ArgumentError,
    { message: /there is no loss "mse".*'meanSquaredError'/ },
  ],
  [
    'another unknown loss',
    compile({ loss: 'categorical_cross_entropy' }),
    ArgumentError,
    { remedy: /'categoricalCrossentropy'/ },
  ],
  ['an unknown optimizer', compile({ optimizer: 'SGD' }), ArgumentError, { remedy: "did you mean 'sgd'?" }],
  ['an optimizer as a loss', compile({ loss: optimizers.sgd() }), DType, { actual: /the loss is an object/ }],
  ['no loss', compile({ loss: undefined }), DType, { actual: 'the loss is undefined' }],
  [
    'an unknown metric',
    compile({ metrics: ['acuracy'] }),
    ArgumentError,
    { remedy: "did you mean 'accuracy'?" },
  ],
  ['a metric outside an array', compile({ metrics: 'accuracy' }), DType, { remedy: /\['accuracy'\]/ }],
  [
    'a misspelt option of compile',
    compile({ metric: [] }),
    ArgumentError,
    { remedy: "did you mean 'metrics'?" },
  ],
  [
    'compile without options',
    (net) => net.compile(undefined as never),
    ArgumentError,
    { operation: 'compile' },
  ],
];

function compile(change: Record<string, unknown>) {
  return (net: Model) => net.compile({ optimizer: 'sgd', loss: 'quadratic', ...change });
}

describe('leaves the model as it was:', () => {
  it.each(cases)('%s', (...refused) => expectUnchanged(refused));
});
