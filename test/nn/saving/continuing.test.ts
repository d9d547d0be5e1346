import {
  activations,
  callbacks,
  initializers,
  input,
  type Layer,
  layers,
  load,
  type Model,
  model,
  optimizers,
  regularizers,
  schedules,
  sequential,
  type SymbolicTensor,
  type CompileOptions,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { bytesOf, expectContinued, type Stretch } from '../../support/continuing.js';
import { digitsNet, someDigits } from '../../support/digits.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(150);
const held = someDigits(40);

const fit: Stretch = (net, part) => net.fit(x, y, { ...part, batchSize: 16 });

function net(compile: Partial<CompileOptions> = {}, own: readonly Layer[] = [], seed = 3): Model {
  const result = sequential({ inputShape: [64], seed }, [
    layers.dense(12, { activation: 'tanh' }),
    ...own,
    layers.dense(10, { activation: 'softmax' }),
  ]);
  result.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', ...compile });
  return result;
}

describe('training resumes bitwise identically', () => {
  it.each(Object.keys(optimizers) as (keyof typeof optimizers)[])('with the optimizer %s', (name) =>
    expectContinued(() => net({ optimizer: name }), fit),
  );

  it.each([
    ['sgd', optimizers.sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01, clipValue: 0.1 })],
    ['adam', optimizers.adam({ weightDecay: 0.01, globalClipNorm: 0.5 })],
    ['rmsprop', optimizers.rmsprop({ momentum: 0.5, centered: true, clipNorm: 0.1 })],
  ])('with the options of %s', (_, optimizer) => expectContinued(() => net({ optimizer }), fit));

  it('with momentum, in float64, with metrics', () =>
    expectContinued(() => digitsNet({ momentum: 0.9, dtype: 'float64' }), fit));

  const rates: Readonly<Record<keyof typeof schedules, ReturnType<typeof schedules.constant>[]>> = {
    constant: [schedules.constant({ learningRate: 0.5 })],
    inverseTimeDecay: [
      schedules.inverseTimeDecay({ initialLearningRate: 0.5, decayRate: 0.1, decaySteps: 1 }),
    ],
    exponential: [
      schedules.exponential({ initialLearningRate: 0.5, decayRate: 0.9, decaySteps: 2 }),
      schedules.exponential({ initialLearningRate: 0.5, decayRate: 0.5, decaySteps: 1, per: 'epoch' }),
    ],
    step: [schedules.step({ initialLearningRate: 0.5, stepSize: 7 })],
    piecewise: [schedules.piecewise({ boundaries: [3, 25], values: [0.5, 0.2, 0.1] })],
    cosine: [schedules.cosine({ initialLearningRate: 0.5, decaySteps: 3, per: 'epoch' })],
    warmUp: [
      schedules.warmUp({
        schedule: schedules.cosine({ initialLearningRate: 0.5, decaySteps: 30 }),
        steps: 12,
      }),
      schedules.warmUp({
        schedule: schedules.reduceOnPlateau({
          initialLearningRate: 0.5,
          monitor: 'loss',
          minDelta: 9,
          patience: 1,
        }),
        steps: 1,
      }),
    ],
    reduceOnPlateau: [
      schedules.reduceOnPlateau({ initialLearningRate: 0.5, patience: 1, minDelta: 9, factor: 0.7 }),
      schedules.reduceOnPlateau({ initialLearningRate: 0.5, patience: 2, minDelta: 9, cooldown: 1 }),
    ],
  };
  it.each(Object.entries(rates).flatMap(([name, each]) => each.map((rate) => [name, rate] as const)))(
    'with the schedule %s',
    async (_, learningRate) => {
      await expectContinued(
        () => net({ optimizer: optimizers.sgd({ learningRate, momentum: 0.5 }) }),
        (one, part) => one.fit(x, y, { ...part, batchSize: 16, validationData: [held.x, held.y] }),
      );
    },
  );

  it.each([
    ['shuffling by a seed', { seed: 5 }],
    ['no shuffling', { shuffle: false }],
    ['a validation split', { validationSplit: 0.2 }],
    ['sample weights', { sampleWeight: Float32Array.from({ length: 150 }, (_, i) => (i % 3) + 0.5) }],
    ['class weights', { classWeight: { 3: 4 } }],
    ['one batch', { batchSize: 150 }],
    ['a callback for every batch', { callbacks: [{ batchInterval: 1 }] }],
  ])('with %s', (_, options) =>
    expectContinued(
      () => net({ optimizer: optimizers.sgd({ momentum: 0.9 }), metrics: ['accuracy'] }),
      (one, part) => one.fit(x, y, { batchSize: 16, ...part, ...options }),
    ),
  );

  const penalty = { kernelRegularizer: regularizers.l1l2(), activityRegularizer: regularizers.l2() };
  const bounds = { kernelConstraint: 'maxNorm', biasConstraint: 'maxNorm' } as const;
  /** Each layer with options that are not its defaults, behind images of [4, 4, 4]. */
  const everyLayer: Readonly<Record<keyof typeof layers, (image: SymbolicTensor) => SymbolicTensor>> = {
    activation: (image) => layers.activation(activations.leakyRelu()).apply(image),
    add: (image) => layers.add().apply(image, layers.dropout(0.5).apply(image)),
    averagePooling2d: (image) =>
      layers.averagePooling2d({ poolSize: [2, 3], strides: 1, padding: 'same' }).apply(image),
    batchNormalization: (image) =>
      layers.batchNormalization({ momentum: 0.7, epsilon: 0.01, center: false }).apply(image),
    concatenate: (image) => layers.concatenate({ axis: 2 }).apply(image, image),
    conv2d: (image) =>
      layers.conv2d(6, [2, 3], { groups: 2, padding: 'same', dilationRate: 2, ...penalty }).apply(image),
    dense: (image) => layers.dense(9, { ...penalty, ...bounds }).apply(layers.flatten().apply(image)),
    depthwiseConv2d: (image) =>
      layers.depthwiseConv2d(2, { depthMultiplier: 2, strides: 2, useBias: false, ...bounds }).apply(image),
    dropout: (image) => layers.dropout(0.3, { name: 'dropped' }).apply(image),
    flatten: (image) => layers.flatten({ name: 'flat' }).apply(image),
    globalAveragePooling2d: (image) => layers.globalAveragePooling2d({ keepDims: true }).apply(image),
    globalMaxPooling2d: (image) => layers.globalMaxPooling2d({ keepDims: true }).apply(image),
    layerNormalization: (image) => layers.layerNormalization({ axis: -1, scale: false }).apply(image),
    maxPooling2d: (image) => layers.maxPooling2d({ poolSize: 3, strides: [1, 2] }).apply(image),
    reshape: (image) => layers.reshape([2, -1]).apply(image),
    zeroPadding2d: (image) => layers.zeroPadding2d({ padding: [[1, 0], [2, 3]] }).apply(image), // prettier-ignore
  };
  it('every layer has options to be saved with', () => {
    expect(Object.keys(everyLayer).toSorted()).toEqual(Object.keys(layers).toSorted());
  });
  it.each(Object.entries(everyLayer))('with the layer %s', (_, apply) =>
    expectContinued(() => {
      const start = input([8, 8]);
      const image = layers.reshape([4, 4, 4]).apply(start);
      const hidden = layers.flatten().apply(apply(layers.dropout(0.1).apply(image)));
      const output = layers.dense(10, { activation: 'softmax' }).apply(hidden);
      const result = model({ inputs: start, outputs: output, seed: 6 });
      result.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
      return result;
    }, fit),
  );

  it.each<[string, readonly Layer[]]>([
    ['two dropouts', [layers.dropout(0.3), layers.dense(8), layers.dropout(0.5)]],
    [
      'other start values',
      [layers.dense(5, { kernelInitializer: initializers.orthogonal(), useBias: false })],
    ],
  ])('with %s', (_, own) =>
    expectContinued(() => net({ optimizer: optimizers.sgd({ momentum: 0.5 }) }, own), fit),
  );

  it('with a graph of several inputs and outputs', () => {
    const twice = [x, x];
    const make = () => {
      const [a, b] = [input([64], { name: 'a' }), input([8, 8])];
      const hidden = layers.dense(6, { activation: 'tanh' }).apply(a);
      const other = layers.dense(6).apply(layers.flatten().apply(b));
      const sum = layers.dropout(0.2).apply(layers.add().apply(hidden, other));
      const joined = layers.concatenate().apply(sum, hidden);
      const digit = layers.dense(10, { activation: 'softmax', name: 'digit' }).apply(joined);
      const size = layers.dense(1, { name: 'size' }).apply(sum);
      const result = model({ inputs: [a, b], outputs: [digit, size], seed: 8 });
      result.compile({
        optimizer: optimizers.sgd({ momentum: 0.5 }),
        loss: { digit: 'sparseCategoricalCrossentropy', size: 'meanSquaredError' },
        lossWeights: { size: 0.01 },
        metrics: { digit: ['accuracy'], size: ['meanAbsoluteError'] },
      });
      return result;
    };
    return expectContinued(make, (one, part) => one.fit(twice, [y, y], { ...part, batchSize: 16 }));
  });

  it('step by step with trainOnBatch', () =>
    expectContinued(
      () => net({ optimizer: optimizers.sgd({ momentum: 0.9 }) }, [layers.dropout(0.3)]),
      async (one, { initialEpoch, epochs }) => {
        for (let step = initialEpoch; step < epochs; step++) one.trainOnBatch(x, y);
      },
    ));

  it('with fitDataset', () =>
    expectContinued(
      () => net({ optimizer: optimizers.sgd({ momentum: 0.9 }) }, [layers.dropout(0.3)]),
      (one, part) =>
        one.fitDataset(
          [
            [x, y],
            [held.x, held.y],
          ],
          part,
        ),
    ));

  it('from the files that a callback writes after each epoch', async () => {
    const files: Uint8Array[] = [];
    const keep = { onEpochEnd: async () => void files.push(await whole.toBytes()) };
    const learningRate = schedules.reduceOnPlateau({
      initialLearningRate: 0.5,
      monitor: 'loss',
      patience: 1,
      minDelta: 9,
    });
    const whole = net({ optimizer: optimizers.sgd({ learningRate, momentum: 0.5 }) }, [layers.dropout(0.1)]);
    await whole.fit(x, y, { epochs: 4, batchSize: 16, callbacks: [keep] });
    for (const [epoch, file] of files.entries()) {
      const loaded = await load(file);
      await loaded.fit(x, y, { initialEpoch: epoch + 1, epochs: 4, batchSize: 16 });
      expect(await bytesOf(loaded)).toEqual(await bytesOf(whole));
    }
  });

  it('through several files, and the same bytes come from a model that was only loaded', async () => {
    const whole = net({ optimizer: optimizers.sgd({ momentum: 0.9 }) });
    let parts = net({ optimizer: optimizers.sgd({ momentum: 0.9 }) });
    for (let epoch = 0; epoch < 4; epoch++) {
      await fit(whole, { initialEpoch: epoch, epochs: epoch + 1 });
      await fit(parts, { initialEpoch: epoch, epochs: epoch + 1 });
      const bytes = await bytesOf(parts);
      parts = await load(await parts.toBytes());
      expect(await bytesOf(parts)).toEqual(bytes);
    }
    expect(flatWeights(parts)).toEqual(flatWeights(whole));
  });
});

describe('a file', () => {
  it('restores name, element type, seed, shapes, settings and predictions', async () => {
    const original = net({ metrics: ['accuracy', 'precision'] });
    await fit(original, { initialEpoch: 0, epochs: 1 });
    const loaded = await load(await original.toBytes());
    for (const key of ['name', 'dtype', 'seed', 'inputs', 'outputs'] as const) {
      expect(loaded[key]).toEqual(original[key]);
    }
    expect(loaded.summary({ print: () => undefined })).toBe(original.summary({ print: () => undefined }));
    expect(loaded.predict(held.x)).toEqual(original.predict(held.x));
    expect(loaded.evaluate(held.x, held.y)).toEqual(original.evaluate(held.x, held.y));
  });

  it('restores a model that was never compiled, or never trained', async () => {
    const bare = sequential({ inputShape: [3], seed: 2 }, [layers.dense(2)]);
    const loaded = await load(await bare.toBytes());
    expect(await bytesOf(loaded)).toEqual(await bytesOf(bare));
    expect(() => loaded.evaluate([[1, 2, 3]], [[1, 2]])).toThrow(/compile/);
    const untrained = net({ optimizer: optimizers.sgd({ momentum: 0.9 }) });
    expect(await bytesOf(await load(await untrained.toBytes()))).toEqual(await bytesOf(untrained));
  });

  it('of a training that was aborted within an epoch holds a model that can be trained', async () => {
    const controller = new AbortController();
    const abort = { batchInterval: 3, onBatchEnd: () => controller.abort() };
    const aborted = net({ optimizer: optimizers.sgd({ momentum: 0.9 }) }, [layers.dropout(0.2)]);
    const { status, stoppedAt } = await aborted.fit(x, y, {
      epochs: 9,
      batchSize: 16,
      signal: controller.signal,
      callbacks: [abort],
    });
    expect([status, stoppedAt]).toEqual(['aborted', { epoch: 0, step: 3 }]);
    const loaded = await load(await aborted.toBytes());
    expect(flatWeights(loaded)).toEqual(flatWeights(aborted));
    for (const one of [aborted, loaded]) await fit(one, { initialEpoch: 0, epochs: 2 });
    expect(await bytesOf(loaded)).toEqual(await bytesOf(aborted));
  });

  it('that is written while fit runs holds the state of that moment', async () => {
    const original = net();
    let written: Promise<Uint8Array> | undefined;
    let weights: number[] = [];
    const write = () => {
      if (written) return;
      weights = flatWeights(original);
      written = original.toBytes();
    };
    await original.fit(x, y, {
      epochs: 5,
      callbacks: [{ onEpochEnd: write }, callbacks.log(() => undefined)],
    });
    expect(flatWeights(await load((await written)!))).toEqual(weights);
    expect(flatWeights(original)).not.toEqual(weights);
  });

  it('of a model whose memory was reused by others is the same', async () => {
    const original = net({ optimizer: optimizers.sgd({ momentum: 0.9 }) });
    await fit(original, { initialEpoch: 0, epochs: 1 });
    const before = await bytesOf(original);
    const others = Array.from({ length: 20 }, () => net());
    expect(await bytesOf(original)).toEqual(before);
    expect(others).toHaveLength(20);
  });
});
