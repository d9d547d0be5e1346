import {
  ArgumentError,
  type Callback,
  callbacks,
  type FitOptions,
  load,
  type Model,
  optimizers,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { bytesOf } from '../../support/continuing.js';
import { someDigits } from '../../support/digits.js';
import { expectError } from '../../support/errors.js';
import { resumableNet as net } from '../../support/resuming.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(90);

describe('a training that is not the same', () => {
  const aborted = async (options: FitOptions = {}) => {
    const one = net();
    const controller = new AbortController();
    const abort: Callback = { batchInterval: 2, onBatchEnd: () => controller.abort() };
    await one.fit(x, y, {
      batchSize: 27,
      epochs: 3,
      callbacks: [abort],
      signal: controller.signal,
      ...options,
    });
    expect(one.position).toEqual({ epoch: 0, step: 2 });
    return one;
  };
  /** Steps that are trained. */
  const stepsOf = async (one: Model, options: FitOptions) => {
    let steps = 0;
    const note: Callback = { batchInterval: 1, onBatchEnd: () => void (steps += 1) };
    await one.fit(x, y, { batchSize: 27, initialEpoch: 0, ...options, callbacks: [note] });
    return steps;
  };

  it.each<[string, FitOptions, number]>([
    ['the same', {}, 2],
    ['no initialEpoch', { initialEpoch: undefined }, 4],
    ['another batch size', { batchSize: 30 }, 3],
    ['another order', { shuffle: false }, 4],
    ['another seed', { seed: 1 }, 4],
    ['another share', { validationSplit: 0.1 }, 3],
    ['another epoch', { initialEpoch: 1, epochs: 2 }, 4],
  ])('begins its epoch anew: %s', async (_, options, steps) => {
    expect(await stepsOf(await aborted(), options)).toBe(steps);
    expect(await stepsOf(await load(await (await aborted()).toBytes()), options)).toBe(steps);
  });

  it.each<[string, (one: Model) => unknown, number]>([
    ['weights', (one) => one.setWeights(one.getWeights()), 4],
    ['a step', (one) => one.trainOnBatch(x, y), 4],
    ['a loss', (one) => one.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' }), 4],
    [
      'an optimizer alone',
      (one) =>
        one.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] }),
      2,
    ],
    ['predictions', (one) => one.predict(x), 2],
  ])('begins its epoch anew after %s of one’s own', async (_, change, steps) => {
    const one = await aborted();
    await change(one);
    expect(await stepsOf(one, {})).toBe(steps);
    expect(one.position).toEqual({ epoch: 1, step: 0 });
  });

  it('the epoch starts again after a training that diverged', async () => {
    const one = net();
    one.compile({ optimizer: optimizers.sgd({ learningRate: 1e30 }), loss: 'sparseCategoricalCrossentropy' });
    const { status } = await one.fit(x, y, { batchSize: 27, epochs: 3 });
    expect(status).toBe('diverged');
    expect(one.position?.step).toBe(0);
  });

  it('the position stays where a callback failed, and the epoch can be repeated', async () => {
    const whole = net();
    const stop = () => callbacks.earlyStopping({ monitor: 'loss', minDelta: 0.15, patience: 2 });
    await whole.fit(x, y, { batchSize: 27, epochs: 9, callbacks: [stop()] });
    const one = net();
    const fail: Callback = {
      onEpochEnd(epoch) {
        if (epoch === 2) throw new Error('no space');
      },
    };
    await expect(one.fit(x, y, { batchSize: 27, epochs: 9, callbacks: [fail, stop()] })).rejects.toThrow(
      'space',
    );
    expect(one.position).toEqual({ epoch: 3, step: 0 });
    await one.fit(x, y, { batchSize: 27, initialEpoch: 3, epochs: 9, callbacks: [stop()] });
    expect(flatWeights(one)).toEqual(flatWeights(whole));
  });

  it('the position stays when a training cannot begin', async () => {
    const one = await aborted();
    const before = await bytesOf(one);
    const fail: Callback = {
      onTrainBegin() {
        throw new Error('no space');
      },
    };
    await expect(one.fit(x, y, { batchSize: 27, callbacks: [fail] })).rejects.toThrow('no space');
    expect(await bytesOf(one)).toEqual(before);
  });
});

describe('states', () => {
  it('of callbacks are refused if they cannot be saved', async () => {
    const one = net();
    const bad: Callback = { state: () => new Map() as never };
    await one.fit(x, y, { callbacks: [bad] });
    await expectError(() => one.toBytes(), ArgumentError, { code: 'state-value', actual: /\(Map\)/ });
  });

  it('may change their content from one save to the next', async () => {
    const one = net();
    await one.fit(x, y, { callbacks: [{ state: { a: 1 }, restore: 5 } as never] });
    expect((await load(await one.toBytes())).position).toEqual({ epoch: 1, step: 0 });
  });

  it('do not exist before the first training', async () => {
    expect(net().position).toBeUndefined();
    expect((await load(await net().toBytes())).position).toBeUndefined();
  });
});
