import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type Callback,
  callbacks,
  type DType,
  type FitOptions,
  input,
  layers,
  load,
  metrics,
  type Model,
  model,
  optimizers,
  schedules,
  sequential,
} from 'ferrograd';
import { dataset } from 'ferrograd/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bytesOf } from '../../support/continuing.js';
import { someDigits } from '../../support/digits.js';
import {
  expectResumed,
  type NetOptions,
  type Place,
  resumableNet as net,
  type Training,
} from '../../support/resuming.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(90);
const held = someDigits(40);

/** Four batches an epoch, the last one smaller. */
function training(options: FitOptions = {}, own: NetOptions = {}, more?: Training['callbacks']): Training {
  return {
    make: () => net(own),
    ...(more && { callbacks: more }),
    fit: (one, part) =>
      one.fit(x, y, { epochs: 3, batchSize: 27, validationData: [held.x, held.y], ...options, ...part }),
  };
}

describe.each<DType>(['float32', 'float64'])('an epoch goes on where it was saved, in %s', (dtype) => {
  it.each<[string, FitOptions]>([
    ['in a random order', {}],
    ['in the order of a seed', { seed: 5 }],
    ['in its own order', { shuffle: false }],
    ['with weights of samples', { sampleWeight: Float32Array.from({ length: 90 }, (_, i) => (i % 3) + 0.3) }],
    ['with a validation split', { validationData: undefined, validationSplit: 0.2 }],
    ['without validation', { validationData: undefined }],
  ])('%s', async (_, options) => {
    await expectResumed(training(options, { dtype }));
  });
});

/** Every metric that there is. */
const every = Object.keys(metrics).filter((name) => name !== 'compute') as Exclude<
  keyof typeof metrics,
  'compute'
>[];

describe('the figures of an epoch that goes on are those of all its samples', () => {
  it('for every metric of classes', async () => {
    const ofClasses = every.filter((name) => !['binaryAccuracy', 'categoricalAccuracy', 'r2'].includes(name));
    await expectResumed(training({}, { compile: { metrics: ofClasses } }));
  });

  it('for every metric of values', async () => {
    const target = Float32Array.from(y.data, (digit) => (digit % 2 === 0 ? 1 : 0));
    await expectResumed({
      make() {
        const result = sequential({ inputShape: [64], seed: 1 }, [
          layers.dense(1, { activation: 'sigmoid' }),
        ]);
        const ofValues = every.filter((name) => !name.includes('ategorical'));
        result.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy', metrics: ofValues });
        return result;
      },
      fit: (one, part) => one.fit(x, target, { epochs: 2, batchSize: 20, ...part }),
    });
  });
});

it('a graph of several inputs and outputs goes on amid an epoch', async () => {
  await expectResumed({
    make() {
      const [a, b] = [input([64], { name: 'a' }), input([8, 8])];
      const hidden = layers.dense(6, { activation: 'tanh', kernelRegularizer: 'l2' }).apply(a);
      const sum = layers.add().apply(hidden, layers.dense(6).apply(layers.flatten().apply(b)));
      const digit = layers
        .dense(10, { activation: 'softmax', name: 'digit' })
        .apply(layers.dropout(0.2).apply(sum));
      const size = layers.dense(1, { name: 'size' }).apply(sum);
      const result = model({ inputs: [a, b], outputs: [digit, size], seed: 8 });
      result.compile({
        optimizer: optimizers.rmsprop({ momentum: 0.5, centered: true }),
        loss: { digit: 'sparseCategoricalCrossentropy', size: 'meanSquaredError' },
        lossWeights: { size: 0.01 },
        metrics: { digit: ['accuracy', 'f1'], size: ['meanAbsoluteError', 'r2'] },
      });
      return result;
    },
    fit: (one, part) => one.fit([x, x], [y, y], { epochs: 3, batchSize: 27, ...part }),
  });
});

describe('schedules and callbacks go on', () => {
  it.each([
    [
      'for each step',
      schedules.inverseTimeDecay({ initialLearningRate: 0.5, decayRate: 0.1, decaySteps: 1 }),
    ],
    [
      'for each epoch',
      schedules.exponential({ initialLearningRate: 0.5, decayRate: 0.5, decaySteps: 1, per: 'epoch' }),
    ],
    ['on a plateau', schedules.reduceOnPlateau({ initialLearningRate: 0.5, patience: 1, minDelta: 0.5 })],
  ] as const)('a rate %s', async (_, learningRate) => {
    const optimizer = optimizers.sgd({ learningRate, momentum: 0.9 });
    await expectResumed(training({ epochs: 4 }, { compile: { optimizer } }));
  });

  const places: readonly Place[] = ['first', 'last'];
  /** Improves only in the first epochs, and least by so much. */
  const stopping = { monitor: 'valLoss', minDelta: 0.15 };
  it.each(
    places.flatMap((place) =>
      [0, 1, 3].flatMap((patience) =>
        (['float32', 'float64'] as const).map((dtype) => [place, patience, dtype] as const),
      ),
    ),
  )('early stopping, saved %s, with a patience of %i, in %s', async (place, patience, dtype) => {
    const make = () => [callbacks.earlyStopping({ ...stopping, patience, restoreBestWeights: true })];
    const { status, epochs } = await expectResumed(training({ epochs: 30 }, { dtype }, make), place);
    expect(status).toBe('stopped');
    expect(epochs.length).toBeLessThan(20);
  });

  it.each(places)('two early stoppings and another, saved %s', async (place) => {
    const make = () => [
      callbacks.lossConverged({ epsilon: 1e-9 }),
      callbacks.earlyStopping({ monitor: 'valAccuracy', patience: 30 }),
      callbacks.earlyStopping({ ...stopping, patience: 2, restoreBestWeights: true }),
    ];
    const { status } = await expectResumed(training({ epochs: 30 }, {}, make), place);
    expect(status).toBe('stopped');
  });

  it.each(places)('a loss that converges, saved %s', async (place) => {
    const make = () => [callbacks.lossConverged({ epsilon: 0.05 })];
    const { message } = await expectResumed(training({ epochs: 60 }, {}, make), place);
    expect(message).toMatch(/^loss changed by/);
  });

  it.each(places)(
    'a callback of one’s own, with arrays and numbers of all kinds, saved %s',
    async (place) => {
      const seen: unknown[] = [];
      const make = (): Callback[] => {
        let sum = {
          losses: new Float64Array(0),
          $least: Infinity,
          zero: -0,
          list: [null, 'a', { b: true }] as const,
        };
        return [
          {
            name: 'sum',
            state: () => sum,
            restore: (state) => void (sum = state as typeof sum),
            onEpochEnd(_, { loss }) {
              sum = {
                ...sum,
                losses: Float64Array.of(...sum.losses, loss),
                $least: Math.min(sum.$least, loss),
              };
            },
            onTrainEnd: () => void seen.push(sum),
          },
        ];
      };
      await expectResumed(training({}, {}, make), place);
      expect(seen.length).toBeGreaterThan(10);
      for (const one of seen) expect(one).toEqual(seen[0]);
    },
  );
});

describe('early stopping', () => {
  const make = (patience = 2) =>
    callbacks.earlyStopping({ monitor: 'loss', minDelta: 0.15, patience, restoreBestWeights: true });
  const fit = (one: Model, part: FitOptions) => one.fit(x, y, { batchSize: 27, ...part });

  it('goes on with the last weights, though the model has the best', async () => {
    // The first epoch is best for a long time.
    const callback = () =>
      callbacks.earlyStopping({ monitor: 'loss', mode: 'max', patience: 20, restoreBestWeights: true });
    const [whole, plain, parts] = [net(), net(), net()];
    await fit(whole, { epochs: 6, callbacks: [callback()] });
    await fit(plain, { epochs: 6 });
    await fit(parts, { epochs: 3, callbacks: [callback()] });
    const loaded = await load(await parts.toBytes());
    for (const one of [parts, loaded]) {
      const own = callback();
      await fit(one, { initialEpoch: 3, epochs: 6, callbacks: [own] });
      expect(own.bestEpoch).toBe(0);
      expect(flatWeights(one)).toEqual(flatWeights(whole));
      expect(flatWeights(one)).not.toEqual(flatWeights(plain));
      // The state of the optimizer is that of the last step, too.
      expect(await bytesOf(one)).toEqual(await bytesOf(whole));
    }
  });

  it('goes on where several restore their best weights', async () => {
    const make = () =>
      (['loss', 'accuracy', 'loss'] as const).map((monitor, index) =>
        callbacks.earlyStopping({
          monitor,
          mode: index === 1 ? 'min' : 'max',
          startFromEpoch: index,
          patience: 20,
          restoreBestWeights: true,
        }),
      );
    const [whole, parts] = [net(), net()];
    await fit(whole, { epochs: 6, callbacks: make() });
    await fit(parts, { epochs: 4, callbacks: make() });
    const loaded = await load(await parts.toBytes());
    await fit(loaded, { initialEpoch: 4, epochs: 6, callbacks: make() });
    expect(await bytesOf(loaded)).toEqual(await bytesOf(whole));
  });

  it('goes on from a training that was aborted in mid-epoch', async () => {
    const whole = net();
    const expected = await fit(whole, { epochs: 40, callbacks: [make()] });
    expect(expected.status).toBe('stopped');
    const aborted = net();
    const controller = new AbortController();
    const abort: Callback = {
      batchInterval: 1,
      onBatchEnd(step, { epoch }) {
        if (epoch === 3 && step === 1) controller.abort();
      },
    };
    const { stoppedAt, history } = await fit(aborted, {
      epochs: 40,
      callbacks: [make(), abort],
      signal: controller.signal,
    });
    expect(stoppedAt).toEqual({ epoch: 3, step: 2 });
    for (const one of [await load(await aborted.toBytes()), aborted]) {
      const rest = await fit(one, { initialEpoch: 3, epochs: 40, callbacks: [make()] });
      expect([...history.loss, ...rest.history.loss]).toEqual(expected.history.loss);
      expect(rest.message).toBe(expected.message);
      expect(await bytesOf(one)).toEqual(await bytesOf(whole));
    }
  });

  it('begins anew after a training that it stopped, with the weights of the model', async () => {
    const one = net();
    const { epochs } = await fit(one, { epochs: 40, callbacks: [make(1)] });
    const best = flatWeights(one);
    const start: number[][] = [];
    const look: Callback = { onEpochBegin: () => void start.push(flatWeights(one)) };
    const more = await fit(one, {
      initialEpoch: epochs.length,
      epochs: epochs.length + 3,
      callbacks: [make(3), look],
    });
    expect(start[0]).toEqual(best);
    expect(more.epochs.length).toBe(3);
  });

  it('begins anew with another training, model or figure', async () => {
    const one = net();
    const callback = make();
    await fit(one, { epochs: 3, callbacks: [callback] });
    const other = callbacks.earlyStopping({ monitor: 'accuracy', patience: 9 });
    await fit(one, { initialEpoch: 3, epochs: 4, callbacks: [other] });
    expect(other.bestEpoch).toBe(3);
    await fit(one, { epochs: 1, callbacks: [callback] });
    expect(callback.bestEpoch).toBe(0);
    await fit(net(), { initialEpoch: 1, epochs: 2, callbacks: [callback] });
    expect(callback.bestEpoch).toBe(1);
  });
});

describe('modelCheckpoint', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ferrograd-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const contents = (name: string) =>
    readdirSync(join(folder, name))
      .toSorted()
      .map((file) => [file, readFileSync(join(folder, name, file)).toString('base64')]);

  it.each([
    ['the best', { saveBestOnly: true, monitor: 'loss', mode: 'max' as const }],
    ['every three batches', { frequency: 3 }],
    ['the best every three batches', { frequency: 3, saveBestOnly: true, monitor: 'loss' }],
    ['each epoch', {}],
  ])('writes the same files, byte for byte: %s', async (_, options) => {
    const saving = (name: string) =>
      callbacks.modelCheckpoint({ path: join(folder, name, '{epoch}-{batch}.safetensors'), ...options });
    const fit = (one: Model, name: string, part: FitOptions) =>
      one.fit(x, y, {
        batchSize: 27,
        epochs: 9,
        ...part,
        callbacks: [saving(name), ...(part.callbacks ?? [])],
      });
    const [whole, parts] = [net(), net()];
    for (const name of ['whole', 'parts']) mkdirSync(join(folder, name));
    await fit(whole, 'whole', { initialEpoch: 5 });
    const controller = new AbortController();
    const abort: Callback = {
      // Saves must come where they did, though nobody else ends slices there.
      ...(!('frequency' in options) && { batchInterval: 1 }),
      onBatchEnd(step, { epoch }) {
        if (epoch === 6 && step === 1) controller.abort();
      },
    };
    const { stoppedAt } = await fit(parts, 'parts', {
      initialEpoch: 5,
      callbacks: [abort],
      signal: controller.signal,
    });
    expect(stoppedAt).toEqual({ epoch: 6, step: 2 });
    await fit(await load(await parts.toBytes()), 'parts', { initialEpoch: 6 });
    expect(contents('parts')).toEqual(contents('whole'));
    expect(contents('whole').length).toBeGreaterThan(0);
  });
});

describe('fitDataset', () => {
  const pieces = (size: number) =>
    Array.from({ length: Math.ceil(90 / size) }, (_, i) => {
      const [from, to] = [i * size, Math.min((i + 1) * size, 90)];
      return [
        { data: x.data.subarray(from * 64, to * 64), shape: [to - from, 64], scale: x.scale ?? 1 },
        y.data.subarray(from, to),
      ] as const;
    });

  async function* later() {
    for (const piece of pieces(20)) {
      await new Promise((resolve) => setImmediate(resolve));
      yield piece;
    }
  }

  it.each([
    ['steps', {}],
    ['pieces', { batchSize: 10 }],
  ])('ends an epoch of which the source has less than before, in %s', async (_, options) => {
    const one = net();
    const controller = new AbortController();
    const abort: Callback = { onBatchEnd: (step) => (step === 2 ? controller.abort() : undefined) };
    const { signal } = controller;
    await one.fitDataset(pieces(10), { ...options, callbacks: [abort], signal });
    expect(one.position).toEqual({ epoch: 0, step: 3 });
    const steps: number[] = [];
    const note: Callback = { onBatchEnd: (step) => void steps.push(step) };
    const source = () => pieces(10).slice(0, 2);
    const rest = { initialEpoch: 0, epochs: 2, callbacks: [note] };
    const { epochs } = await one.fitDataset(source, { ...options, ...rest });
    expect([epochs, steps]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    await one.fitDataset(pieces(10), { initialEpoch: 1, epochs: 2, signal: AbortSignal.abort() });
    expect(one.history?.status).toBe('aborted');
  });

  it.each([
    ['steps', {}],
    ['pieces', { batchSize: 10 }],
  ])('is aborted while batches are passed over, in %s', async (_, options) => {
    const one = net();
    const first = new AbortController();
    const abort: Callback = { onBatchEnd: (step) => (step === 2 ? first.abort() : undefined) };
    await one.fitDataset(pieces(10), { ...options, callbacks: [abort], signal: first.signal });
    const before = await bytesOf(one);
    const second = new AbortController();
    async function* slow() {
      yield pieces(10)[0]!;
      second.abort();
      await new Promise((resolve) => setImmediate(resolve));
      yield pieces(10)[1]!;
    }
    const { status, epochs } = await one.fitDataset(slow, {
      ...options,
      initialEpoch: 0,
      signal: second.signal,
    });
    expect([status, epochs]).toEqual(['aborted', []]);
    expect(await bytesOf(one)).toEqual(before);
  });

  it.each([
    ['batches', pieces(20), {}],
    ['a function of batches', () => pieces(20), {}],
    ['pieces', pieces(50), { batchSize: 8 }],
    ['part of the batches', () => pieces(10), { stepsPerEpoch: 4 }],
    ['a data set', () => dataset(x, y).batch(25), {}],
    ['an asynchronous source', later, {}],
  ])('goes on amid an epoch of %s', async (name, source, options) => {
    // A source that is not at its end goes on in the next epoch, and only its owner knows where that was.
    const epochs = name === 'part of the batches' ? 1 : 3;
    await expectResumed({
      make: net,
      fit: (one, part) => one.fitDataset(source as never, { epochs, ...options, ...part }),
    });
  });
});
