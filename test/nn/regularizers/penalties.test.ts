import {
  ArgumentError,
  constraints,
  layers,
  type Model,
  optimizers,
  regularizers,
  sequential,
  ShapeError,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { differences, relativeError } from '../../support/differences.js';
import { expectError } from '../../support/errors.js';
import { readFixture } from '../../support/pytorch.js';
import { centralDifference, tolerances } from '../../support/tolerances.js';
import { flatWeights } from '../../support/weights.js';

interface Result {
  weights: (number[] | number[][])[];
  loss: number;
  accuracy: number;
}

/** Values from Keras, which computes parts of them in float32; `make_penalties.py` beside the file made them. */
const fixture = readFixture('penalties.json') as {
  x: number[][];
  y: number[][];
  labels: number[];
  sampleWeight: number[];
  classWeight: Record<number, number>;
  weights: (number[] | number[][])[];
  gradients: { loss: number; evaluated: number; gradients: (number[] | number[][])[] };
  training: (Result & { options: object; maxNorm: number | null })[];
  weighted: Record<'sample' | 'class', Result>;
};
const { x, y, labels, sampleWeight, classWeight } = fixture;
const LOGGED = 1e-6;
const KERAS = 1e-7;

function network(
  dtype: 'float32' | 'float64',
  { maxNorm, activation }: { maxNorm?: number | null; activation?: 'softmax' } = {},
): Model {
  const limit = typeof maxNorm === 'number' ? constraints.maxNorm({ maxValue: maxNorm, axis: 0 }) : undefined;
  const bounds = { kernelConstraint: limit, biasConstraint: limit };
  const net = sequential({ inputShape: [4], dtype }, [
    layers.dense(3, {
      activation: 'tanh',
      kernelRegularizer: regularizers.l1l2({ l1: 1 / 64, l2: 1 / 32 }),
      biasRegularizer: regularizers.l2({ l2: 1 / 8 }),
      activityRegularizer: regularizers.l1l2({ l1: 1 / 32, l2: 1 / 16 }),
      ...bounds,
    }),
    layers.dense(2, { activation, kernelRegularizer: regularizers.l1({ l1: 1 / 16 }), ...bounds }),
  ]);
  net.setWeights(fixture.weights);
  return net;
}

const flat = (arrays: (number[] | number[][])[]) => arrays.flat(2);

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it('penalties have the loss and gradients of Keras', () => {
    const net = network(dtype);
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const { loss, gradients } = net.gradients(x, y);
    expectClose(
      [loss, net.evaluate(x, y).loss],
      Array<number>(2).fill(fixture.gradients.loss),
      Math.max(KERAS, tolerances.forward[dtype]),
    );
    expectClose([net.evaluate(x, y).loss], [fixture.gradients.evaluated], LOGGED);
    const expected = flat(fixture.gradients.gradients);
    expectClose(
      gradients.flatMap(({ data }) => [...data]),
      expected,
      Math.max(KERAS, tolerances.gradient[dtype]),
    );
    if (dtype === 'float32') return;
    const measured = differences(net, () => net.evaluate(x, y).loss);
    gradients.forEach(({ data }, index) => {
      expect(relativeError([...data], measured[index]!)).toBeLessThan(centralDifference);
    });
  });

  it.each(fixture.training)(
    'training with $options and a bound of $maxNorm goes as in Keras',
    async (given) => {
      const net = network(dtype, given);
      net.compile({
        optimizer: optimizers.sgd({ learningRate: 1 / 8, ...given.options }),
        loss: 'meanSquaredError',
      });
      const { history } = await net.fit(x, y, { batchSize: 4, epochs: 3, shuffle: false });
      // Keras adds 1e-7 to the norms that it divides by.
      expectClose(
        flatWeights(net),
        flat(given.weights),
        given.maxNorm === null ? Math.max(KERAS, tolerances.training[dtype]) : 1e-5,
      );
      expectClose([history.loss.at(-1)!], [given.loss], given.maxNorm === null ? LOGGED : 1e-5);
    },
  );

  it.each(['sample', 'class'] as const)('weights of each %s count as in Keras', async (kind) => {
    const net = network(dtype, { activation: 'softmax' });
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 1 / 8 }),
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy', 'sparseCategoricalAccuracy'],
    });
    const given = kind === 'sample' ? { sampleWeight } : { classWeight };
    const before = net.evaluate(x, labels, given);
    const gradients = net.gradients(x, labels, given);
    const { history } = await net.fit(x, labels, { batchSize: 6, shuffle: false, ...given });
    const { weights, loss, accuracy } = fixture.weighted[kind];
    expectClose(flatWeights(net), flat(weights), Math.max(KERAS, tolerances.training[dtype]));
    expectClose([history.loss[0]!, before.loss, gradients.loss], [loss, loss, loss], LOGGED);
    const shares = [history.accuracy![0]!, before.accuracy!, gradients.accuracy!];
    expectClose(
      [...shares, history['sparseCategoricalAccuracy']![0] as number],
      Array<number>(4).fill(accuracy),
      LOGGED,
    );
  });
});

describe('weights', () => {
  const net = () => {
    const result = network('float64', { activation: 'softmax' });
    const metrics = ['accuracy', 'precision', 'sparseCategoricalAccuracy'] as const;
    result.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics });
    return result;
  };

  it('that are whole numbers count like repeated samples', () => {
    const times = [1, 3, 0, 2, 1, 4];
    const repeat = <T>(values: readonly T[]) => values.flatMap((value, i) => Array<T>(times[i]!).fill(value));
    const plain = sequential({ inputShape: [4], dtype: 'float64', seed: 1 }, [
      layers.dense(2, { activation: 'softmax' }),
    ]);
    plain.compile({
      optimizer: 'sgd',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy', 'precision', 'auc'],
    });
    const weighted = plain.evaluate(x, labels, { sampleWeight: times });
    const repeated = plain.evaluate(repeat(x), repeat(labels));
    // The loss is a mean over samples, as in Keras, and not over weights.
    expect(weighted.loss * 6).toBeCloseTo(repeated.loss * 11, 12);
    for (const name of ['accuracy', 'precision', 'auc']) {
      expect(weighted[name]).toBeCloseTo(repeated[name] as number, 12);
    }
    const [one, many] = [
      plain.gradients(x, labels, { sampleWeight: times }),
      plain.gradients(repeat(x), repeat(labels)),
    ];
    one.gradients.forEach(({ data }, index) => {
      expectClose(
        data.map((g: number) => g * 6),
        many.gradients[index]!.data.map((g: number) => g * 11),
        1e-12,
      );
    });
  });

  it('of ones change nothing', async () => {
    const [weighted, plain] = [net(), net()];
    const ones = { sampleWeight: new Uint8Array(6).fill(1), classWeight: { 0: 1 } };
    const history = await weighted.fit(x, labels, { batchSize: 4, shuffle: false, ...ones });
    const expected = await plain.fit(x, labels, { batchSize: 4, shuffle: false });
    expectClose(flatWeights(weighted), flatWeights(plain), 1e-14);
    expectClose(history.history.loss, expected.history.loss, 1e-14);
    expect(history.history.accuracy).toEqual(expected.history.accuracy);
  });

  it('stay with their samples in shuffling and a validation split', async () => {
    const given = { sampleWeight, validationSplit: 1 / 3, batchSize: 2, seed: 4 };
    const [split, whole] = [net(), net()];
    const history = await split.fit(x, labels, given);
    const expected = await whole.fit(x.slice(0, 4), labels.slice(0, 4), {
      batchSize: 2,
      seed: 4,
      sampleWeight: sampleWeight.slice(0, 4),
    });
    expect(flatWeights(split)).toEqual(flatWeights(whole));
    expect(history.history.loss).toEqual(expected.history.loss);
    const { loss, accuracy } = split.evaluate(x.slice(4), labels.slice(4), {
      sampleWeight: sampleWeight.slice(4),
      batchSize: 2,
    });
    expect([history.history.valLoss, history.history.valAccuracy]).toEqual([[loss], [accuracy]]);
  });

  it.each([
    [{ sampleWeight: [1, 2] }, /sampleWeight has shape \[2\]/],
    [{ sampleWeight: [1, 1, 1, 1, 1, -1] }, /sampleWeight\[5\] is -1/],
    [{ sampleWeight: [0, 0, 0, 0, 0, 0] }, /all 0/],
    [{ sampleWeight: [1, 1, 1, 1, 1, NaN] }, /NaN/],
    [{ classWeight: { 2: 1 } }, /classWeight has a weight for "2"/],
    [{ classWeight: [1, 1, 1] }, /classWeight has 3 weights/],
    [{ classWeight: { 0: -1 } }, /classWeight\[0\] is -1/],
  ])('%j are refused, and the model stays as it was', async (given, actual) => {
    const target = net();
    const before = flatWeights(target);
    for (const call of [
      () => target.fit(x, labels, given),
      () => target.fitDataset([{ x, y: labels, ...given }]),
      async () => target.trainOnBatch(x, labels, given),
      async () => target.evaluate(x, labels, given),
      async () => target.gradients(x, labels, given),
    ]) {
      const error = await call().then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect((error as ArgumentError).actual).toMatch(actual);
    }
    expect(flatWeights(target)).toEqual(before);
  });
});

describe('a bound', () => {
  it.each(Object.keys(optimizers) as (keyof typeof optimizers)[])(
    'holds after every step of %s',
    async (name) => {
      const net = sequential({ inputShape: [4], seed: 2 }, [
        layers.dense(5, { activation: 'tanh', kernelConstraint: constraints.maxNorm({ maxValue: 0.5 }) }),
        layers.dense(2, {
          biasConstraint: constraints.maxNorm({ maxValue: 0.1 }),
          kernelConstraint: constraints.maxNorm({ maxValue: 1, axis: [0, 1] }),
        }),
      ]);
      net.compile({ optimizer: optimizers[name]({ learningRate: 0.5 }), loss: 'meanSquaredError' });
      let checked = 0;
      const check = () => {
        const [kernel, , last, bias] = net.getWeights().map(({ data }) => [...data]);
        for (let unit = 0; unit < 5; unit++) {
          expect(Math.hypot(...kernel!.filter((_, i) => i % 5 === unit))).toBeLessThan(0.5 + 1e-6);
        }
        expect(Math.hypot(...last!)).toBeLessThan(1 + 1e-6);
        expect(Math.hypot(...bias!)).toBeLessThan(0.1 + 1e-6);
        checked++;
      };
      await net.fit(x, y, { batchSize: 2, epochs: 3, callbacks: [{ batchInterval: 1, onBatchEnd: check }] });
      expect(checked).toBe(9);
    },
  );

  it('is refused for values below 0 and axes that do not exist', async () => {
    await expectError(() => constraints.maxNorm({ maxValue: -1 }), ArgumentError, {
      actual: /maxValue is -1/,
    });
    const beyond = { biasConstraint: constraints.maxNorm({ axis: 1 }) };
    await expectError(() => sequential({ inputShape: [2] }, [layers.dense(2, beyond)]), ShapeError, {
      actual: /biasConstraint takes its norm over axis 1/,
    });
    await expectError(() => regularizers.l2({ l2: -1 }), ArgumentError, { actual: /l2 is -1/ });
  });
});
