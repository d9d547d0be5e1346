import { initializers, layers, optimizers, seed, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits } from '../../support/digits.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(300);

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it.each([0, 0.9])(
    'training with the same seed is bitwise identical, with a momentum of %s',
    async (momentum) => {
      const runs = await Promise.all([1, 1].map((seed) => trained({ seed, dtype, momentum })));
      expect(runs[0]).toEqual(runs[1]);
    },
  );

  it('training with another seed gives other weights', async () => {
    expect(await trained({ seed: 1, dtype })).not.toEqual(await trained({ seed: 2, dtype }));
  });
});

async function trained(options: Parameters<typeof digitsNet>[0]) {
  const net = digitsNet(options);
  const { history } = await net.fit(x, y, { epochs: 3, batchSize: 10 });
  return { weights: flatWeights(net), loss: history.loss };
}

it('two fits give the same weights as one fit of all epochs', async () => {
  const whole = digitsNet({ momentum: 0.9 });
  await whole.fit(x, y, { epochs: 4, batchSize: 10 });
  const parts = digitsNet({ momentum: 0.9 });
  await parts.fit(x, y, { epochs: 2, batchSize: 10 });
  await parts.fit(x, y, { epochs: 4, batchSize: 10, initialEpoch: 2 });
  expect(flatWeights(parts)).toEqual(flatWeights(whole));
});

it('training does not depend on how epochs are divided into slices', async () => {
  const whole = digitsNet();
  await whole.fit(x, y, { epochs: 2, batchSize: 10 });
  const interrupted = digitsNet();
  const wait = () => new Promise<void>((resolve) => setImmediate(resolve));
  const slices = { batchInterval: 7, onBatchEnd: wait };
  await interrupted.fit(x, y, { epochs: 2, batchSize: 10, callbacks: [slices] });
  expect(flatWeights(interrupted)).toEqual(flatWeights(whole));
});

it('the velocity stays when the batch size changes between fits', async () => {
  const net = digitsNet({ momentum: 0.9 });
  await net.fit(x, y, { batchSize: 10, shuffle: false });
  net.evaluate(x, y, { batchSize: 7 });
  await net.fit(x, y, { batchSize: 10, shuffle: false });
  const same = digitsNet({ momentum: 0.9 });
  await same.fit(x, y, { batchSize: 10, shuffle: false });
  await same.fit(x, y, { batchSize: 10, shuffle: false });
  expect(flatWeights(net)).toEqual(flatWeights(same));
});

it('the velocity stays when the model is compiled again, unless the momentum becomes 0', async () => {
  const net = digitsNet({ momentum: 0.9 });
  const recompile = (momentum: number) =>
    net.compile({ optimizer: optimizers.sgd({ learningRate: 0.5, momentum }), loss: 'quadratic' });
  const trained = async (between: () => void) => {
    const start = digitsNet({ momentum: 0.9 }).getWeights();
    recompile(0);
    net.setWeights(start);
    recompile(0.9);
    await net.fit(x, y, { batchSize: 10, shuffle: false });
    between();
    await net.fit(x, y, { batchSize: 10, shuffle: false });
    return flatWeights(net);
  };
  const continued = await trained(() => undefined);
  expect(await trained(() => recompile(0.9))).toEqual(continued);
  const restarted = () => {
    recompile(0);
    recompile(0.9);
  };
  expect(await trained(restarted)).not.toEqual(continued);
});

it('the order of samples depends only on the seed of fit and the epoch', async () => {
  const run = async () => {
    const net = digitsNet({ seed: 1 });
    await net.fit(x, y, { batchSize: 10, shuffle: false });
    await net.fit(x, y, { batchSize: 10, seed: 5 });
    return flatWeights(net);
  };
  expect(await run()).toEqual(await run());
});

describe('seed', () => {
  const net = (options: { seed?: number } = {}) =>
    sequential({ inputShape: [3], ...options }, [
      layers.dense(4, { kernelInitializer: initializers.randomNormal({ stddev: 1 }) }),
    ]);

  it('makes later models repeatable, and different from one another', () => {
    const pair = () => {
      seed(7);
      return [flatWeights(net()), flatWeights(net())];
    };
    const [first, second] = pair();
    expect(pair()).toEqual([first, second]);
    expect(first).not.toEqual(second);
  });

  it('of a model can be read and used again', () => {
    const original = net();
    expect(flatWeights(net({ seed: original.seed }))).toEqual(flatWeights(original));
  });
});
