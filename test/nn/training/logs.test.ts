import {
  type Callback,
  callbacks,
  type MetricValue,
  layers,
  metrics,
  type Model,
  optimizers,
  schedules,
  sequential,
} from 'ferrograd';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits } from '../../support/digits.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(120);
const held = someDigits(50);
const validationData = [held.x, held.y] as const;

/** Every metric that there is for ten classes, and one for each output. */
const every = (Object.keys(metrics) as (keyof typeof metrics)[]).filter(
  (name) => !['compute', 'binaryAccuracy', 'categoricalAccuracy', 'r2'].includes(name),
) as Exclude<keyof typeof metrics, 'compute'>[];

function net(compile: Partial<Parameters<Model['compile']>[0]> = {}): Model {
  const result = sequential({ inputShape: [64], seed: 2 }, [layers.dense(10, { activation: 'softmax' })]);
  result.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', ...compile });
  return result;
}

describe('metrics', () => {
  const sampleWeight = Float32Array.from({ length: 50 }, (_, i) => (i % 4) / 2);

  it.each([
    ['evaluate', {}],
    ['evaluate with weights', { sampleWeight }],
  ])('of %s are those of metrics.compute for the predictions', (_, given) => {
    const model = net({ metrics: every });
    const values = model.evaluate(held.x, held.y, { batchSize: 7, ...given });
    const predicted = model.predict(held.x);
    for (const name of every) {
      expectValue(values[name]!, metrics.compute(name, held.y, predicted, given), name);
    }
  });

  it('of training are computed from the outputs before each step, over all samples of the epoch', async () => {
    const model = net({ metrics: every, optimizer: optimizers.sgd({ learningRate: 0 }) });
    const { history } = await model.fit(x, y, { batchSize: 16, epochs: 2, validationData });
    const own = model.predict(x);
    const other = model.predict(held.x);
    for (const name of every) {
      for (const epoch of [0, 1]) {
        expectValue(history[name]![epoch]!, metrics.compute(name, y, own), name);
        const valName = `val${name[0]!.toUpperCase()}${name.slice(1)}`;
        expectValue(history[valName]![epoch]!, metrics.compute(name, held.y, other), valName);
      }
    }
  });

  it('of trainOnBatch and fitDataset are the same', async () => {
    const [one, other] = [net({ metrics: every }), net({ metrics: every })];
    const values = one.trainOnBatch(x, y);
    const { history } = await other.fitDataset([[x, y]]);
    for (const name of ['loss', ...every]) expect(values[name]).toEqual(history[name]![0]);
    expect(flatWeights(one)).toEqual(flatWeights(other));
  });

  it('do not depend on how an epoch is divided into calls', async () => {
    const [whole, divided] = [net({ metrics: every }), net({ metrics: every })];
    const expected = await whole.fit(x, y, { batchSize: 8, epochs: 2 });
    const actual = await divided.fit(x, y, { batchSize: 8, epochs: 2, callbacks: [{ batchInterval: 1 }] });
    expect(actual.history).toEqual(expected.history);
  });

  it('have the names that their options give', async () => {
    const model = net({
      metrics: ['accuracy', metrics.f1({ name: 'f1/macro' }), metrics.f1({ average: 'weighted' })],
    });
    const { history } = await model.fit(x, y, { callbacks: [callbacks.log(() => undefined)] });
    expect(Object.keys(history)).toEqual(['loss', 'accuracy', 'f1/macro', 'f1', 'learningRate']);
    expect(() => net({ metrics: ['f1', 'f1'] })).toThrow(/two metrics are named "f1"/);
  });

  function expectValue(actual: MetricValue, expected: MetricValue, name: string): void {
    const values = (metric: MetricValue) => (typeof metric === 'number' ? [metric] : [...metric.data]);
    expect(values(actual).length).toBe(values(expected).length);
    values(actual).forEach((value, i) => expect(value, name).toBeCloseTo(values(expected)[i]!, 6));
  }
});

describe('learning rates', () => {
  it('follow a schedule by steps or by epochs, counted over all calls of fit', async () => {
    const learningRate = schedules.exponential({ initialLearningRate: 1, decayRate: 0.5, decaySteps: 10 });
    const model = net({ optimizer: optimizers.sgd({ learningRate }) });
    const first = await model.fit(x, y, { batchSize: 12, epochs: 1 });
    const second = await model.fit(x, y, { batchSize: 12, initialEpoch: 1, epochs: 2 });
    expect(first.history.learningRate).toEqual([0.5 ** 0.9]);
    expect(second.history.learningRate).toEqual([0.5 ** 1.9]);
    model.compile({
      optimizer: optimizers.sgd({
        learningRate: schedules.step({ initialLearningRate: 1, stepSize: 1, gamma: 0.5 }),
      }),
      loss: 'sparseCategoricalCrossentropy',
    });
    const { history } = await model.fit(x, y, { batchSize: 12, initialEpoch: 2, epochs: 4 });
    expect(history.learningRate).toEqual([0.25, 0.125]);
  });

  it('are reduced on a plateau, with a state for each model', async () => {
    const learningRate = schedules.reduceOnPlateau({
      initialLearningRate: 1,
      minDelta: 9,
      patience: 1,
      factor: 0.5,
      monitor: 'loss',
    });
    const optimizer = optimizers.sgd({ learningRate });
    for (const model of [net({ optimizer }), net({ optimizer })]) {
      const { history } = await model.fit(x, y, { epochs: 4 });
      expect(history.learningRate).toEqual([1, 1, 0.5, 0.25]);
    }
  });

  it('that monitor a missing metric are refused before training', async () => {
    const learningRate = schedules.reduceOnPlateau({ initialLearningRate: 1 });
    const model = net({ optimizer: optimizers.sgd({ learningRate }) });
    const before = flatWeights(model);
    await expect(model.fit(x, y)).rejects.toThrow(/valLoss/);
    await expect(model.fitDataset([[x, y]])).rejects.toThrow(/valLoss/);
    expect(model.history).toBeUndefined();
    expect(flatWeights(model)).toEqual(before);
    expect((await model.fit(x, y, { validationData })).status).toBe('completed');
  });
});

describe('callbacks on a real training', () => {
  const momentum = 0.9;

  it('earlyStopping ends with the weights of the best epoch', async () => {
    const model = digitsNet({ momentum });
    const weights: number[][] = [];
    const losses = [3, 2, 5, 4, 1];
    // The test sets the metric itself, so that the best epoch is not the last one.
    const worsen: Callback = {
      onEpochEnd: (epoch, logs) => {
        weights.push(flatWeights(model));
        Object.assign(logs, { valLoss: losses[epoch] });
      },
    };
    const stopping = callbacks.earlyStopping({ patience: 2, restoreBestWeights: true });
    const history = await model.fit(x, y, { epochs: 9, validationData, callbacks: [worsen, stopping] });
    expect([history.status, history.epochs]).toEqual(['stopped', [0, 1, 2, 3]]);
    expect(history.message).toBe('valLoss did not improve for 2 epochs (best: 2.000 in epoch 2)');
    expect(history.stoppedAt).toBeUndefined();
    expect(flatWeights(model)).toEqual(weights[1]);
    expect([stopping.bestEpoch, stopping.best]).toEqual([1, 2]);
  });

  it('earlyStopping leaves the weights unchanged in a training that it refuses', async () => {
    const stopping = callbacks.earlyStopping({ restoreBestWeights: true });
    const model = digitsNet();
    await model.fit(x, y, { validationData, callbacks: [stopping] });
    await model.fit(x, y);
    const weights = flatWeights(model);
    await expect(model.fit(x, y, { callbacks: [stopping] })).rejects.toThrow(/valLoss/);
    expect(flatWeights(model)).toEqual(weights);
  });

  it('modelCheckpoint saves after exactly the given number of batches, counted over all epochs', async () => {
    const saved: string[] = [];
    const model = digitsNet();
    model.save = async (path) => void saved.push(String(path));
    const saving = callbacks.modelCheckpoint({ path: '{epoch}-{batch}', frequency: 7 });
    const note = { batchInterval: 3 };
    await model.fit(x, y, { batchSize: 12, epochs: 3, callbacks: [note, saving] });
    expect(saved).toEqual(['1-7', '2-4', '3-1', '3-8']);
  });

  it('modelCheckpoint saves only better models with saveBestOnly', async () => {
    const saved: string[] = [];
    const model = digitsNet({ momentum });
    model.saveWeights = async (path) => void saved.push(String(path));
    const saving = callbacks.modelCheckpoint({
      path: '{epoch}',
      saveBestOnly: true,
      saveWeightsOnly: true,
      monitor: 'valAccuracy',
    });
    const { history } = await model.fit(x, y, { epochs: 8, validationData, callbacks: [saving] });
    let best = -Infinity;
    const expected = history.valAccuracy!.flatMap((value, epoch) => {
      if (value <= best) return [];
      best = value;
      return [String(epoch + 1)];
    });
    expect(saved).toEqual(expected);
  });

  it('csvLogger writes the values of the history', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ferrograd-'));
    try {
      const path = join(folder, 'log.csv');
      const model = digitsNet();
      const { history } = await model.fit(x, y, {
        epochs: 3,
        validationData,
        callbacks: [callbacks.csvLogger({ path })],
      });
      const [head, ...rows] = readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      const names = ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'learningRate'];
      expect(head).toEqual(['epoch', ...names, 'seconds', 'samplesPerSecond']);
      names.forEach((name, column) => {
        expect(rows.map((row) => Number(row[column + 1]))).toEqual(history[name]);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lossConverged stops full-batch descent at |f(k+1) − f(k)| ≤ ε', async () => {
    const model = digitsNet();
    const converged = callbacks.lossConverged({ epsilon: 2e-3 });
    const history = await model.fit(x, y, {
      batchSize: 120,
      shuffle: false,
      epochs: 5000,
      callbacks: [converged],
    });
    const changes = history.history.loss.slice(1).map((loss, i) => Math.abs(loss - history.history.loss[i]!));
    expect(history.status).toBe('stopped');
    expect(history.message).toMatch(/^loss changed by .*, at most 0\.002$/);
    expect(changes.pop()).toBeLessThanOrEqual(2e-3);
    for (const change of changes) expect(change).toBeGreaterThan(2e-3);
  });

  it.each([
    ['onTrainBegin', { epoch: 0, step: 0 }],
    ['onEpochBegin', { epoch: 0, step: 0 }],
    ['onBatchEnd', { epoch: 0, step: 2 }],
    ['onEpochEnd', undefined],
  ] as const)('may stop the training in %s', async (method, stoppedAt) => {
    let stop: (reason: string) => void = () => undefined;
    const callback: Callback = {
      batchInterval: 2,
      onTrainBegin: (run) => {
        stop = (reason) => run.stop(reason);
      },
    };
    const act = () => stop('enough');
    const stopping: Callback =
      method === 'onTrainBegin'
        ? { onTrainBegin: (run) => run.stop('enough') }
        : { ...callback, [method]: act };
    const history = await digitsNet().fit(x, y, { batchSize: 12, epochs: 3, callbacks: [stopping] });
    expect([history.status, history.stoppedAt]).toEqual(['stopped', stoppedAt]);
    expect(history.message).toMatch(/^enough/);
  });

  it('are all notified of the end, whichever of them fails', async () => {
    const ended: string[] = [];
    const note = (name: string): Callback => ({
      onTrainEnd: ({ status }) => void ended.push(`${name} ${status}`),
    });
    const failing: Callback = {
      ...note('failing'),
      onEpochEnd: () => {
        throw new Error('first');
      },
    };
    const failingAtEnd: Callback = {
      onTrainEnd: () => {
        throw new Error('second');
      },
    };
    const model = digitsNet();
    const all = [note('a'), failingAtEnd, failing, note('b')];
    await expect(model.fit(x, y, { callbacks: all })).rejects.toThrow('first');
    expect(ended).toEqual(['a failed', 'failing failed', 'b failed']);
    await expect(model.fit(x, y, { callbacks: [failingAtEnd, note('c')] })).rejects.toThrow('second');
    expect(ended.at(-1)).toBe('c completed');
    expect((await model.fit(x, y)).status).toBe('completed');
  });

  it('are notified of the end only if they were notified of the beginning', async () => {
    const notified: string[] = [];
    const note = (name: string): Callback => ({
      onTrainBegin: () => void notified.push(`begin ${name}`),
      onTrainEnd: () => void notified.push(`end ${name}`),
    });
    const refusing: Callback = {
      onTrainBegin: () => {
        throw new Error('no');
      },
      onTrainEnd: () => void notified.push('end of the refused one'),
    };
    await expect(digitsNet().fit(x, y, { callbacks: [note('a'), refusing, note('b')] })).rejects.toThrow(
      'no',
    );
    expect(notified).toEqual(['begin a', 'end a']);
  });
});
