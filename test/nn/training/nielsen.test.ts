import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { backend, layers, optimizers, sequential } from 'ferrograd';
import { mnist } from 'ferrograd/data';
import { expect, it } from 'vitest';

const folder = join(process.env.FERROGRAD_DATA ?? '', 'mnist');
const isThere = Boolean(process.env.FERROGRAD_DATA) && existsSync(folder);

/** Three seeds on the fastest backend, and one on the others, which compute the same. */
const seeds = backend.name === 'native' ? [1, 2, 3] : [1];

/** The experiment of Nielsen, Neural Networks and Deep Learning, chapter 1, which reports about 95 %. */
it.skipIf(!isThere).each(seeds)(
  'from seed %s, a 784-30-10 network reads at least 945 of 1000 MNIST test images after 30 epochs',
  async (seed) => {
    const { train, test } = await mnist();
    const net = sequential({ inputShape: [784], seed }, [
      layers.dense(30, { activation: 'sigmoid' }),
      layers.dense(10, { activation: 'sigmoid' }),
    ]);
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 3 }),
      loss: 'quadratic',
      metrics: ['accuracy'],
    });
    const { status } = await net.fit(train.x, train.y, { epochs: 30, batchSize: 10 });
    expect(status).toBe('completed');
    expect(net.evaluate(test.x, test.y).accuracy).toBeGreaterThanOrEqual(0.945);
  },
);
