import { optimizers } from 'ferrograd';
import { describe, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { fixtures, networkOf } from '../../support/networks.js';
import { expectArrays, expectGradients, expectOutputs } from '../../support/pytorch.js';
import { tolerances } from '../../support/tolerances.js';

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(fixtures.gradients)('$name', (fixture) => {
    const net = networkOf(fixture, dtype);
    net.compile({ optimizer: 'sgd', loss: fixture.loss });
    const { x, y } = fixture;

    it('predicts what PyTorch predicts', () => {
      const { outputs } = fixture;
      const shape = [x.length, outputs.length / x.length];
      expectOutputs(net, x, { outputs, shape }, tolerances.forward[dtype]);
    });

    it('has the loss of PyTorch', () => {
      expectClose([net.evaluate(x, y).loss], [fixture.value], tolerances.forward[dtype]);
    });

    it('has the gradients of PyTorch', () => {
      const tolerance = { loss: tolerances.forward[dtype], gradient: tolerances.gradient[dtype] };
      expectGradients(net, x, y, { loss: fixture.value, gradients: fixture.gradients }, tolerance);
    });
  });

  it.each(fixtures.training)(
    '$name has the weights of PyTorch after ten steps of training',
    async (fixture) => {
      const { batchSize, loss, optimizer, x, y } = fixture;
      const net = networkOf(fixture, dtype);
      net.compile({ optimizer: optimizers.sgd(optimizer), loss });
      const { history } = await net.fit(x, y, { batchSize, shuffle: false });
      const expected = fixture[dtype];
      expectClose(history.loss, [expected.loss], tolerances.training[dtype]);
      expectArrays(net.getWeights(), expected.weights, tolerances.training[dtype]);
    },
  );
});
