import { backend } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits } from '../../support/digits.js';
import { growthAllowed, kernelMemory } from '../../support/memory.js';

const { x, y } = someDigits(100);

describe('the memory of the kernels does not grow', () => {
  it.each([
    [
      'over 1,000 epochs',
      (net, count) => net.fit(x, y, { epochs: count, batchSize: 10, validationSplit: 0.2 }),
    ],
    ['over 1,000 fits', repeat((net) => net.fit(x, y, { batchSize: 50 }))],
    ['over 1,000 evaluations', repeat((net) => net.evaluate(x, y))],
    ['over 1,000 predictions', repeat((net) => net.predict(x))],
    ['over 1,000 gradients', repeat((net) => net.gradients(x, y))],
    ['over 1,000 readings of the weights', repeat((net) => net.setWeights(net.getWeights()))],
    [
      'over 1,000 changes of the batch size',
      repeat((net, i) => net.evaluate(x, y, { batchSize: 10 + (i % 2) })),
    ],
    ['over 1,000 failures', repeat((net) => net.fit(x, y.data.subarray(1)).catch(() => undefined))],
  ] as [string, (net: ReturnType<typeof digitsNet>, count: number) => unknown][])('%s', async (_, work) => {
    const net = digitsNet({ momentum: 0.5 });
    await work(net, 100);
    const before = await kernelMemory();
    await work(net, 1000);
    expect((await kernelMemory()) - before).toBeLessThanOrEqual(growthAllowed);
  });

  function repeat(call: (net: ReturnType<typeof digitsNet>, index: number) => unknown) {
    return async (net: ReturnType<typeof digitsNet>, count: number) => {
      for (let i = 0; i < count; i++) {
        await call(net, i);
        // The garbage collector and its finalizers need turns of the event loop, which applications give.
        if (i % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
      }
    };
  }
});

it('the memory of models that are no longer used serves later ones', async () => {
  const train = async (count: number) => {
    for (let i = 0; i < count; i++) await digitsNet().fit(x, y, { batchSize: 50 });
  };
  await train(1500);
  const before = await kernelMemory();
  await train(500);
  expect((await kernelMemory()) - before).toBeLessThanOrEqual(
    backend.name === 'native' ? growthAllowed : 2e6,
  );
});

it('a model whose memory was reused by others trains as if it had kept it', async () => {
  const nets = Array.from({ length: 40 }, (_, seed) => digitsNet({ seed, momentum: 0.5 }));
  const single = digitsNet({ seed: 7, momentum: 0.5 });
  await single.fit(x, y, { batchSize: 10 });
  await single.fit(x, y, { batchSize: 10 });
  for (const net of nets) await net.fit(x, y, { batchSize: 10 });
  for (const net of nets) await net.fit(x, y, { batchSize: 10 });
  expect(nets[7]!.getWeights()).toEqual(single.getWeights());
  expect(nets[7]!.evaluate(x, y)).toEqual(single.evaluate(x, y));
});

it('a model that is training keeps its memory while many others are made', async () => {
  const net = digitsNet();
  const others = () => {
    for (let i = 0; i < 20; i++) digitsNet();
  };
  await net.fit(x, y, { epochs: 3, batchSize: 10, callbacks: [{ onEpochEnd: others }] });
  const undisturbed = digitsNet();
  await undisturbed.fit(x, y, { epochs: 3, batchSize: 10 });
  expect(net.getWeights()).toEqual(undisturbed.getWeights());
});
