import { optimizers } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { fixtures, networkOf } from '../../support/networks.js';
import { tolerances } from '../../support/tolerances.js';

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(fixtures.gradients)('$name', (fixture) => {
    const net = networkOf(fixture, dtype);
    net.compile({ optimizer: 'sgd', loss: fixture.loss });
    const { x, y } = fixture;

    it('predicts what PyTorch predicts', () => {
      const outputs = net.predict(x);
      expect(outputs.shape).toEqual([x.length, fixture.outputs.length / x.length]);
      expectClose(outputs.data, fixture.outputs, tolerances.forward[dtype]);
    });

    it('has its loss', () => {
      expectClose([net.evaluate(x, y).loss], [fixture.value], tolerances.forward[dtype]);
    });

    it('has its gradients', () => {
      const { loss, gradients } = net.gradients(x, y);
      expectClose([loss], [fixture.value], tolerances.forward[dtype]);
      expect(gradients).toHaveLength(fixture.gradients.length);
      gradients.forEach(({ data, shape }, index) => {
        expect(shape).toEqual(net.getWeights()[index]!.shape);
        expectClose(data, fixture.gradients[index]!, tolerances.gradient[dtype]);
      });
    });
  });

  it.each(fixtures.training)('trains ten steps as PyTorch does: $name', async (fixture) => {
    const { batchSize, loss, optimizer, x, y } = fixture;
    const net = networkOf(fixture, dtype);
    net.compile({ optimizer: optimizers.sgd(optimizer), loss });
    const { history } = await net.fit(x, y, { batchSize, shuffle: false });
    const expected = fixture[dtype];
    expectClose(history.loss, [expected.loss], tolerances.training[dtype]);
    net.getWeights().forEach(({ data }, index) => {
      expectClose(data, expected.weights[index]!, tolerances.training[dtype]);
    });
  });
});
