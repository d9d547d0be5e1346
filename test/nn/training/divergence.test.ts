import { type History, layers, optimizers, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { flatWeights } from '../../support/weights.js';

const x = [[1], [2], [3], [4]];
const y = [[2], [4], [6], [8]];

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it.each([0, 0.5])(
    'a loss that explodes stops the fit and keeps good weights, momentum %s',
    async (momentum) => {
      const net = line(momentum);
      const history = await net.fit(x, y, { epochs: 10_000 });
      expectDiverged(history);
      expectUsable(net);
    },
  );

  it('a loss that explodes in the first step stops the fit, too', async () => {
    const net = line(0, 1e300);
    expectDiverged(await net.fit(x, y, { epochs: 10 }));
    expectUsable(net);
  });

  it('a model that diverged can be compiled for a lower rate and trained further', async () => {
    const net = line(0);
    await net.fit(x, y, { epochs: 10_000 });
    net.setWeights([[[0]], [0]]);
    net.compile({ optimizer: optimizers.sgd({ learningRate: 0.01 }), loss: 'quadratic' });
    const { history, status } = await net.fit(x, y, { epochs: 200 });
    expect(status).toBe('completed');
    expect(history.loss.at(-1)).toBeLessThan(0.05);
  });

  function line(momentum: number, learningRate = 10) {
    const net = sequential({ inputShape: [1], dtype, seed: 1 }, [layers.dense(1)]);
    net.compile({ optimizer: optimizers.sgd({ learningRate, momentum }), loss: 'quadratic' });
    return net;
  }

  function expectUsable(net: ReturnType<typeof line>) {
    for (const weight of flatWeights(net)) expect(weight).toSatisfy(Number.isFinite);
    expect(net.evaluate(x, y).loss).toSatisfy(Number.isFinite);
  }

  function expectDiverged({ status, message, stoppedAt, epochs, history }: History) {
    expect(status).toBe('diverged');
    expect(message).toMatch(/NaN or infinite in epoch \d+ .* keeps the last good weights/);
    expect(stoppedAt!.epoch).toBe(epochs.length);
    for (const loss of history.loss) expect(loss).toSatisfy(Number.isFinite);
  }
});

it('a confident wrong prediction has a large loss and does not count as divergence', async () => {
  const net = sequential({ inputShape: [1] }, [layers.dense(2, { activation: 'softmax' })]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 1 }), loss: 'categoricalCrossentropy' });
  net.setWeights([[[500, 0]], [0, 0]]);
  expect(net.evaluate([[1]], [1]).loss).toBeGreaterThan(80);
  const { status } = await net.fit([[1]], [1], { epochs: 3 });
  expect(status).toBe('completed');
});
