import { ArgumentError, layers, optimizers, schedules, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { DType, Shape } from '../../support/badInput.js';
import { expectError } from '../../support/errors.js';
import { x, values, array, passed, decay } from '../../support/standalone.js';

describe('an optimizer', () => {
  it('changes arrays in place', () => {
    const [w, b] = [array([1, 2, 3, 4], 2, 2), Float32Array.of(1, 1)];
    const gradients = [[[1, 0], [0, 2]], [0.5, 0]]; // prettier-ignore
    optimizers.sgd({ learningRate: 0.5 }).step([w, b], gradients);
    expect(w.data).toEqual(Float64Array.of(0.5, 2, 3, 3));
    expect(b).toEqual(Float32Array.of(0.75, 1));
  });

  it('keeps its state from step to step', () => {
    const w = Float64Array.of(1);
    const optimizer = optimizers.sgd({ learningRate: 1, momentum: 0.5 });
    for (let i = 0; i < 3; i++) optimizer.step([w], [[1]]);
    expect(w[0]).toBe(1 - 1 - 1.5 - 1.75);
    expect(optimizer.steps).toBe(3);
    optimizers.sgd({ learningRate: 1, momentum: 0.5 }).step([w], [[1]]);
    expect(w[0], 'another optimizer starts with a state of its own').toBe(-4.25);
  });

  it('keeps its state while many others are used', () => {
    const run = (pause: () => void) => {
      const w = Float64Array.of(1, -2);
      const optimizer = optimizers.adam({ learningRate: 0.1 });
      for (let i = 0; i < 5; i++) {
        optimizer.step([w], [[Math.sin(i), w[1]!]]);
        pause();
      }
      return w;
    };
    const crowd = Array.from({ length: 20 }, () => layers.dense(1).build([2]));
    const pause = () => crowd.forEach((built) => built.forward(x));
    expect(run(pause)).toEqual(run(() => undefined));
  });

  it('follows a schedule of steps', () => {
    const optimizer = optimizers.sgd({ learningRate: decay() });
    const w = Float64Array.of(0);
    expect(optimizer.currentLearningRate).toBe(1);
    for (let i = 0; i < 3; i++) optimizer.step([w], [[1]]);
    expect(w[0]).toBeCloseTo(-1 - 1 / 1.1 - 1 / 1.2, 14);
    expect(optimizer.currentLearningRate).toBeCloseTo(1 / 1.3, 14);
    expect(optimizer.learningRate).toBe(1);
  });

  it('follows schedules of epochs, and those that monitor a metric', async () => {
    const stepwise = optimizers.sgd({
      learningRate: schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 1, per: 'epoch' }),
    });
    stepwise.step([Float64Array.of(0)], [[1]]);
    expect(stepwise.currentLearningRate).toBe(1);
    stepwise.endEpoch();
    expect(stepwise.currentLearningRate).toBe(0.5);
    const watching = optimizers.sgd({
      learningRate: schedules.reduceOnPlateau({ initialLearningRate: 1, factor: 0.5, patience: 1 }),
    });
    for (const valLoss of [1, 0.5, 0.5]) watching.endEpoch({ valLoss });
    expect(watching.currentLearningRate).toBe(0.5);
    await expectError(() => watching.endEpoch({ loss: 1 }), ArgumentError, { code: 'monitor' });
  });

  it('shares nothing with models that are compiled with it', async () => {
    const optimizer = optimizers.adam({ learningRate: 0.1 });
    for (let i = 0; i < 5; i++) optimizer.step([Float64Array.of(0)], [[1]]);
    const trained = async (used: typeof optimizer) => {
      const net = sequential({ inputShape: [2], seed: 1 }, [layers.dense(3)]);
      net.compile({ optimizer: used, loss: 'quadratic' });
      await net.fit(x, values, { epochs: 3 });
      return net.getWeights();
    };
    expect(await trained(optimizer)).toEqual(await trained(optimizers.adam({ learningRate: 0.1 })));
    expect(optimizer.steps).toBe(5);
  });
});

const stepped = () => {
  const optimizer = optimizers.adam();
  optimizer.step([Float64Array.of(1, 2)], [[1, 1]]);
  return optimizer;
};

const refused: [string, () => unknown, typeof ArgumentError, RegExp | string][] = [
  ['layers without gradients', () => optimizers.sgd().step([passed()]), ArgumentError, /no gradients yet/],
  ['layers and arrays together', () => optimizers.sgd().step([passed(), Float64Array.of(1)] as never), DType, /1 of 2 parameters are layers/],
  ['the same layer twice', () => { const one = passed(); optimizers.sgd().step([one, one]); }, ArgumentError, /is in the list twice/],
  ['the same array twice', () => { const w = new Float64Array(2); optimizers.sgd().step([w, w], [[1, 1], [1, 1]]); }, ArgumentError, /parameters\[1\] is in the list twice/],
  ['nothing to change', () => optimizers.sgd().step([]), DType, /parameters is an array of length 0/],
  ['arrays without gradients', () => optimizers.sgd().step([Float64Array.of(1)] as never), DType, /gradients is undefined/],
  ['a gradient too few', () => optimizers.sgd().step([Float64Array.of(1)], []), Shape, /0 gradients were passed/],
  ['gradients of another shape', () => optimizers.sgd().step([array([1, 2], 2, 1)], [[1, 2]]), Shape, /gradients\[0\] has shape \[2\].*\[2, 1\]/],
  ['gradients that are not finite', () => optimizers.sgd().step([Float64Array.of(1)], [[-Infinity]]), ArgumentError, /gradients\[0\]\[0\] is -Infinity/],
  ['nested arrays, which cannot be changed in place', () => optimizers.sgd().step([[1, 2]] as never, [[1, 2]]), DType, /parameters\[0\] is an array/],
  ['integers', () => optimizers.sgd().step([{ data: new Int32Array(2), shape: [2] }] as never, [[1, 2]]), DType, /Float32Array or Float64Array/],
  ['a transposed view', () => optimizers.sgd().step([{ data: new Float64Array(4), shape: [2, 2], strides: [1, 2] }] as never, [[1, 2, 3, 4]]), Shape, /view/],
  ['another number of parameters than before', () => stepped().step([new Float64Array(2), new Float64Array(2)], [[1, 1], [1, 1]]), Shape, /2 parameters were passed, 1 parameters, as in/],
  ['parameters of another shape than before', () => stepped().step([new Float64Array(3)], [[1, 1, 1]]), Shape, /has shape \[3\], shape \[2\], as in the first step/],
]; // prettier-ignore

it.each(refused)('refuses %s', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
});

it('a step that is refused changes nothing', async () => {
  const [w, b] = [Float64Array.of(1, 2), Float64Array.of(3)];
  const optimizer = optimizers.sgd({ momentum: 0.9 });
  optimizer.step([w, b], [[1, 1], [1]]);
  const before = [...w, ...b];
  await expectError(() => optimizer.step([w, b], [[1, 1], [NaN]]), ArgumentError);
  expect([...w, ...b]).toEqual(before);
  expect(optimizer.steps).toBe(1);
});
