import { layers, losses, optimizers, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { x, labels, values, flat, decay } from '../../support/standalone.js';

describe('a training loop', () => {
  it.each([
    ['sgd with momentum and decay', () => optimizers.sgd({ learningRate: decay(), momentum: 0.9 })],
    ['adam', () => optimizers.adam({ learningRate: 0.05 })],
    ['rmsprop with clipping', () => optimizers.rmsprop({ learningRate: 0.01, globalClipNorm: 0.1 })],
  ])('has the results of fit: %s', async (_, optimizer) => {
    const dense1 = layers.dense(8, { activation: 'relu' }).build([2], { seed: 1, dtype: 'float64' });
    const dense2 = layers.dense(3).build([8], { seed: 2, dtype: 'float64' });
    const softmax = layers.activation('softmax').build([3], { dtype: 'float64' });
    const net = sequential({ inputShape: [2], dtype: 'float64' }, [
      layers.dense(8, { activation: 'relu' }),
      layers.dense(3, { activation: 'softmax' }),
    ]);
    net.setWeights([...dense1.getWeights(), ...dense2.getWeights()]);
    net.compile({ optimizer: optimizer(), loss: 'categoricalCrossentropy' });
    const { history } = await net.fit(x, labels, { epochs: 30, batchSize: 5, shuffle: false });

    const loss = losses.categoricalCrossentropy();
    const step = optimizer();
    const epochLosses: number[] = [];
    for (let epoch = 0; epoch < 30; epoch++) {
      const output = softmax.forward(dense2.forward(dense1.forward(x)));
      epochLosses.push(loss.evaluate(labels, output));
      dense1.backward(dense2.backward(softmax.backward(loss.gradient(labels, output)).inputs).inputs);
      step.step([dense1, softmax, dense2]);
    }
    expectClose(epochLosses, history.loss, 1e-12);
    expectClose(flat([...dense1.getWeights(), ...dense2.getWeights()]), flat(net.getWeights()), 1e-10);
    expect(step.steps).toBe(30);
    expect(net.evaluate(x, labels).loss).toBeLessThan(history.loss[0]!);
  });

  it('has the mean gradient of a batch, as a model has', () => {
    const dense = layers.dense(3, { activation: 'tanh' }).build([2], { seed: 1 });
    const net = sequential({ inputShape: [2] }, [layers.dense(3, { activation: 'tanh' })]);
    net.setWeights(dense.getWeights());
    net.compile({ optimizer: 'sgd', loss: 'quadratic' });
    const { gradients } = dense.backward(losses.quadratic().gradient(values, dense.forward(x)));
    expectClose(flat(gradients), flat(net.gradients(x, values).gradients), 1e-6);
  });
});
