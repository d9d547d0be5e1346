import { type Callback, layers, optimizers, schedules, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits } from '../../support/digits.js';
import { flatWeights } from '../../support/weights.js';

// Batches of 32 leave a smaller one at the end of each epoch.
const { x, y } = someDigits(200);
const EPOCHS = 40;
const watcher: Callback = { onEpochEnd: () => undefined };

/** Without callbacks, fit trains several epochs in one call of the kernels; the results must be the same. */
describe('epochs without callbacks have the results of epochs with callbacks', () => {
  it.each([
    ['shuffled', {}],
    ['by a seed', { seed: 5 }],
    ['in order', { shuffle: false }],
    ['from a later epoch', { initialEpoch: 7 }],
  ])('%s', async (_, options) => {
    await expectSame(options, () => schedules.constant({ learningRate: 0.5 }));
  });

  it.each(['step', 'epoch'] as const)('with a rate for each %s', async (per) => {
    await expectSame({}, () => schedules.inverseTimeDecay({ initialLearningRate: 0.5, decayRate: 0.1, per }));
  });

  it('if the loss explodes', async () => {
    const fits = [[], [watcher]].map(async (callbacks) => {
      const net = sequential({ inputShape: [1], seed: 1 }, [layers.dense(1)]);
      net.compile({ optimizer: optimizers.sgd({ learningRate: 10 }), loss: 'quadratic' });
      const history = await net.fit([[1], [2], [3]], [[2], [4], [6]], {
        epochs: 1000,
        batchSize: 2,
        callbacks,
      });
      return { net, history };
    });
    const [quiet, watched] = await Promise.all(fits);
    expect(quiet!.history.status).toBe('diverged');
    expect(quiet!.history).toEqual(watched!.history);
    expect(flatWeights(quiet!.net)).toEqual(flatWeights(watched!.net));
  });

  it('and are aborted by the signal', async () => {
    const controller = new AbortController();
    const net = digitsNet();
    const timer = setInterval(() => {
      if (net.history!.epochs.length > 0) controller.abort();
    }, 1);
    const history = await net.fit(x, y, { epochs: 1e7, signal: controller.signal });
    clearInterval(timer);
    expect(history.status).toBe('aborted');
    expect(history.epochs.length).toBeGreaterThan(0);
    expect(history.stoppedAt).toEqual({ epoch: history.epochs.length, step: 0 });
  });
});

async function expectSame(options: object, rate: Rate) {
  const [quiet, watched] = await both(options, rate);
  expect(flatWeights(quiet.net)).toEqual(flatWeights(watched.net));
  expect(quiet.history).toEqual(watched.history);
  expect(quiet.history.epochs.length).toBeGreaterThan(EPOCHS / 2);
}

type Rate = () => ReturnType<typeof schedules.constant>;

async function both(options: object, rate: Rate) {
  const fits = [[], [watcher]].map(async (callbacks) => {
    const net = digitsNet();
    const optimizer = optimizers.sgd({ learningRate: rate() });
    net.compile({ optimizer, loss: 'quadratic', metrics: ['accuracy'] });
    const history = await net.fit(x, y, { epochs: EPOCHS, batchSize: 32, callbacks, ...options });
    // A second fit, which depends on the state that the first one left.
    await net.fit(x, y, { epochs: 3, batchSize: 32, callbacks });
    return { net, history };
  });
  return (await Promise.all(fits)) as [Awaited<(typeof fits)[0]>, Awaited<(typeof fits)[0]>];
}
