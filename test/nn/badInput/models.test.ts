import { ArgumentError, backend, DTypeError, layers, optimizers, seed, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { type Case, compiledNet, DType, labels, Shape, vectors, x } from '../../support/badInput.js';
import { expectError } from '../../support/errors.js';
import { flatWeights } from '../../support/weights.js';

const cases: Case[] = [
  [
    'no units',
    () => layers.dense(0),
    ArgumentError,
    { message: /^dense: units is 0, it must be an integer of at least 1/ },
  ],
  ['negative units', () => layers.dense(-3), ArgumentError, { actual: 'units is -3' }],
  ['a fraction of a unit', () => layers.dense(2.5), ArgumentError, { actual: 'units is 2.5' }],
  ['units as text', () => layers.dense('3' as never), ArgumentError, { actual: 'units is "3"' }],
  [
    'an unknown activation',
    () => layers.dense(3, { activation: 'sigmoyd' as never }),
    ArgumentError,
    { remedy: "did you mean 'sigmoid'?" },
  ],
  [
    'an unknown activation as a layer',
    () => layers.activation('ReLU6' as never),
    ArgumentError,
    { operation: 'activation', remedy: "did you mean 'relu'?" },
  ],
  [
    'an activation that is no name',
    () => layers.dense(3, { activation: Math.tanh as never }),
    DTypeError,
    { actual: /the function tanh/ },
  ],
  [
    'a misspelt layer option',
    () => layers.dense(3, { activaton: 'relu' } as never),
    ArgumentError,
    { remedy: "did you mean 'activation'?" },
  ],
  [
    'useBias as text',
    () => layers.dense(3, { useBias: 'no' as never }),
    ArgumentError,
    { actual: 'useBias is "no"' },
  ],
  ['an empty name', () => layers.dense(3, { name: '' }), ArgumentError, { code: 'name' }],
  [
    'a negative learning rate',
    () => optimizers.sgd({ learningRate: -1 }),
    ArgumentError,
    { message: /^sgd: learningRate is -1/ },
  ],
  [
    'a learning rate that is NaN',
    () => optimizers.sgd({ learningRate: NaN }),
    ArgumentError,
    { operation: 'sgd' },
  ],
  ['a momentum of 1', () => optimizers.sgd({ momentum: 1 }), ArgumentError, { expected: /below 1/ }],
  [
    'a misspelt optimizer option',
    () => optimizers.sgd({ lr: 1 } as never),
    ArgumentError,
    { remedy: "did you mean 'learningRate'?" },
  ],
  ['no layers', () => sequential({ inputShape: [2] }, []), ArgumentError, { operation: 'sequential' }],
  [
    'something else than layers',
    () => sequential({ inputShape: [2] }, [layers.dense as never]),
    DType,
    { actual: /layers\[0\] is the function dense/ },
  ],
  [
    'a number as input shape',
    () => sequential({ inputShape: 784 as never }, [layers.dense(1)]),
    Shape,
    { remedy: /\[784\]/ },
  ],
  [
    'an empty input shape',
    () => sequential({ inputShape: [] }, [layers.dense(1)]),
    Shape,
    { actual: 'inputShape is []' },
  ],
  [
    'an input shape with a hole',
    () => sequential({ inputShape: [28, 0] }, [layers.dense(1)]),
    ArgumentError,
    { actual: 'inputShape[1] is 0' },
  ],
  [
    'samples that are not flat for dense',
    () => sequential({ inputShape: [28, 28] }, [layers.dense(1)]),
    Shape,
    { remedy: /inputShape: \[784\]/ },
  ],
  [
    'an unknown element type',
    () => sequential({ inputShape: [2], dtype: 'float16' as never }, [layers.dense(1)]),
    ArgumentError,
    { remedy: /'float\d\d'/ },
  ],
  [
    'a seed with a fraction',
    () => sequential({ inputShape: [2], seed: 0.5 }, [layers.dense(1)]),
    ArgumentError,
    { actual: 'seed is 0.5' },
  ],
  ['a global seed below 0', () => seed(-1), ArgumentError, { operation: 'seed' }],
  [
    'two layers of one name',
    () => sequential({ inputShape: [2] }, [layers.dense(1, { name: 'a' }), layers.dense(1, { name: 'a' })]),
    ArgumentError,
    { code: 'duplicate-name' },
  ],
  [
    'more weights than memory',
    () => sequential({ inputShape: [1e6] }, [layers.dense(1e6)]),
    ArgumentError,
    { code: 'too-large' },
  ],
  [
    'units beyond all measure',
    () => sequential({ inputShape: [1] }, [layers.dense(Number.MAX_SAFE_INTEGER)]),
    ArgumentError,
    { code: 'too-large' },
  ],
  [
    'fit before compile',
    () => sequential({ inputShape: [2] }, [layers.dense(1)]).fit(x, labels),
    ArgumentError,
    { message: /^fit: .*call compile/ },
  ],
  [
    'evaluate before compile',
    () => sequential({ inputShape: [2] }, [layers.dense(1)]).evaluate(x, labels),
    ArgumentError,
    { code: 'not-compiled' },
  ],
  [
    'gradients before compile',
    () => sequential({ inputShape: [2] }, [layers.dense(1)]).gradients(x, labels),
    ArgumentError,
    { code: 'not-compiled' },
  ],
  [
    'sparse cross-entropy of vectors',
    () => compiledNet('sparseCategoricalCrossentropy').fit(x, vectors),
    Shape,
    { remedy: /'categoricalCrossentropy'/ },
  ],
];

describe('is refused:', () => {
  it.each(cases)('%s', async (_, call, Class, expected) => {
    await expectError(() => call(compiledNet()), Class, expected);
  });
});

it('a second fit, or compile, is refused while a fit runs, which continues', async () => {
  const net = compiledNet();
  const first = net.fit(x, labels, { epochs: 50, callbacks: [{ onEpochEnd: () => Promise.resolve() }] });
  const busy = { code: 'busy', remedy: /await/ };
  await expectError(() => net.fit(x, labels), ArgumentError, busy);
  await expectError(() => net.compile({ optimizer: 'sgd', loss: 'quadratic' }), ArgumentError, busy);
  expect((await first).epochs).toHaveLength(50);
});

if (backend.name !== 'native') {
  it('a batch that needs more memory than WebAssembly has is refused', async () => {
    const net = sequential({ inputShape: [1], seed: 1 }, [layers.dense(2000), layers.dense(2)]);
    net.compile({ optimizer: 'sgd', loss: 'quadratic' });
    const before = flatWeights(net);
    const samples = 1e6;
    const fit = () => net.fit(new Uint8Array(samples), new Uint8Array(samples), { batchSize: samples });
    await expectError(fit, ArgumentError, { message: /memory/ });
    expect(flatWeights(net)).toEqual(before);
    expect((await net.fit([[1], [2]], [0, 1])).status).toBe('completed');
  });
}
