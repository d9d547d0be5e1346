import { type BatchLogs, callbacks, type EpochLogs, type TrainingRun } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { digitsNet, someDigits } from '../../support/digits.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(200);
const held = someDigits(60);

describe('history', () => {
  it('has one value of each metric for each epoch', async () => {
    const net = digitsNet();
    const history = await net.fit(x, y, { epochs: 3, batchSize: 10, validationData: [held.x, held.y] });
    expect(history.epochs).toEqual([0, 1, 2]);
    expect(Object.keys(history.history)).toEqual([
      'loss',
      'accuracy',
      'valLoss',
      'valAccuracy',
      'learningRate',
    ]);
    for (const curve of Object.values(history.history)) expect(curve).toHaveLength(3);
    expect(history.status).toBe('completed');
    expect(history.stoppedAt).toBeUndefined();
    expect(net.history).toBe(history);
  });

  it('has a falling loss while the network learns', async () => {
    const { history } = await digitsNet().fit(x, y, { epochs: 20, batchSize: 10 });
    expect(history.loss.at(-1)).toBeLessThan(history.loss[0]! / 3);
    expect(history.accuracy!.at(-1)).toBeGreaterThan(0.9);
  });

  it('ends with the values of evaluate on the validation data', async () => {
    const net = digitsNet();
    const { history } = await net.fit(x, y, { epochs: 2, batchSize: 10, validationData: [held.x, held.y] });
    const { loss, accuracy } = net.evaluate(held.x, held.y);
    expect([history.valLoss!.at(-1), history.valAccuracy!.at(-1)]).toEqual([loss, accuracy]);
  });

  it('has no accuracy unless compile asked for it', async () => {
    const net = digitsNet();
    net.compile({ optimizer: 'sgd', loss: 'quadratic' });
    const { history } = await net.fit(x, y);
    expect(Object.keys(history)).toEqual(['loss', 'learningRate']);
    expect(net.evaluate(x, y)).not.toHaveProperty('accuracy');
  });

  it('counts epochs from initialEpoch', async () => {
    const { epochs } = await digitsNet().fit(x, y, { epochs: 5, initialEpoch: 3 });
    expect(epochs).toEqual([3, 4]);
  });

  it('is empty when initialEpoch is not below epochs', async () => {
    const { epochs, status } = await digitsNet().fit(x, y, { epochs: 2, initialEpoch: 2 });
    expect([epochs, status]).toEqual([[], 'completed']);
  });
});

describe('a step', () => {
  it('moves the weights against the gradient of the mean loss', async () => {
    const net = digitsNet({ dtype: 'float64' });
    const before = flatWeights(net);
    const gradient = net.gradients(x, y).gradients.flatMap(({ data }) => [...data]);
    await net.fit(x, y, { batchSize: 200 });
    expectClose(
      flatWeights(net),
      before.map((weight, i) => weight - 3 * gradient[i]!),
      1e-14,
    );
  });

  it('takes the remaining samples at the end of an epoch if the batch size does not divide them', async () => {
    const steps: number[] = [];
    const net = digitsNet();
    await net.fit(x, y, {
      batchSize: 64,
      callbacks: [{ onTrainBegin: (run) => void steps.push(run.steps) }],
    });
    expect(steps).toEqual([4]);
  });

  it('takes 32 samples by default, or all samples if there are fewer', async () => {
    const sizes: number[] = [];
    const observe = { onTrainBegin: (run: TrainingRun) => void sizes.push(run.batchSize) };
    await digitsNet().fit(x, y, { callbacks: [observe] });
    const few = someDigits(5);
    await digitsNet().fit(few.x, few.y, { callbacks: [observe] });
    expect(sizes).toEqual([32, 5]);
  });
});

describe('shuffle', () => {
  it('changes only the order of the samples', async () => {
    const shuffled = digitsNet();
    await shuffled.fit(x, y, { batchSize: 10 });
    const ordered = digitsNet();
    await ordered.fit(x, y, { batchSize: 10, shuffle: false });
    expect(flatWeights(shuffled)).not.toEqual(flatWeights(ordered));
    expectClose(flatWeights(shuffled), flatWeights(ordered), 1);
  });

  it('makes no difference for a single batch', async () => {
    const [shuffled, ordered] = [digitsNet({ dtype: 'float64' }), digitsNet({ dtype: 'float64' })];
    await shuffled.fit(x, y, { batchSize: 200 });
    await ordered.fit(x, y, { batchSize: 200, shuffle: false });
    expectClose(flatWeights(shuffled), flatWeights(ordered), 1e-12);
  });

  it('differs from one fit to the next', async () => {
    const net = digitsNet();
    const start = net.getWeights();
    await net.fit(x, y, { batchSize: 10 });
    const first = flatWeights(net);
    net.setWeights(start);
    await net.fit(x, y, { batchSize: 10 });
    expect(flatWeights(net)).not.toEqual(first);
  });
});

describe('validationSplit', () => {
  it('takes the last samples for validation, before shuffling', async () => {
    const split = digitsNet();
    const { history } = await split.fit(x, y, { batchSize: 10, validationSplit: 0.25 });
    const part = (from: number, to: number) => ({
      x: { ...x, data: x.data.subarray(from * 64, to * 64), shape: [to - from, 8, 8] },
      y: { ...y, data: y.data.subarray(from, to), shape: [to - from] },
    });
    const [training, rest] = [part(0, 150), part(150, 200)];
    const explicit = digitsNet();
    const expected = await explicit.fit(training.x, training.y, {
      batchSize: 10,
      validationData: [rest.x, rest.y],
    });
    expect(history).toEqual(expected.history);
    expect(flatWeights(split)).toEqual(flatWeights(explicit));
  });
});

describe('callbacks', () => {
  it('are called in order, asynchronous ones awaited', async () => {
    const calls: string[] = [];
    const note = async (call: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      calls.push(call);
    };
    await digitsNet().fit(x, y, {
      epochs: 2,
      batchSize: 50,
      callbacks: [
        {
          onTrainBegin: ({ epochs, initialEpoch, steps, samples, batchSize }) =>
            note(`begin ${[epochs, initialEpoch, steps, samples, batchSize].join(' ')}`),
          onEpochBegin: (epoch) => note(`epoch ${epoch}`),
          onBatchEnd: (step) => note(`step ${step}`),
          onEpochEnd: (epoch) => note(`end of epoch ${epoch}`),
          onTrainEnd: ({ status }) => note(status),
        },
      ],
    });
    const epoch = (index: number) => [`epoch ${index}`, 'step 3', `end of epoch ${index}`];
    expect(calls).toEqual(['begin 2 0 4 200 50', ...epoch(0), ...epoch(1), 'completed']);
  });

  it('receive the metrics', async () => {
    const batches: BatchLogs[] = [];
    const epochs: EpochLogs[] = [];
    const net = digitsNet();
    const history = await net.fit(x, y, {
      epochs: 2,
      batchSize: 4,
      validationSplit: 0.1,
      callbacks: [
        {
          onBatchEnd: (_, logs) => void batches.push(logs),
          onEpochEnd: (_, logs) => void epochs.push(logs),
        },
      ],
    });
    expect(batches.length).toBeGreaterThanOrEqual(4);
    for (const { step, steps, loss, accuracy, seconds, samplesPerSecond } of batches) {
      expect(steps).toBe(45);
      expect(step).toBeLessThanOrEqual(45);
      for (const value of [loss, accuracy, seconds, samplesPerSecond])
        expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(epochs.map(({ loss }) => loss)).toEqual(history.history.loss);
    expect(epochs.map(({ valAccuracy }) => valAccuracy)).toEqual(history.history.valAccuracy);
    expect(batches.filter(({ step }) => step === 45).map(({ loss }) => loss)).toEqual(history.history.loss);
  });

  it('may read and replace weights between slices', async () => {
    const net = digitsNet();
    const start = net.getWeights();
    await net.fit(x, y, { epochs: 3, callbacks: [{ onEpochEnd: () => net.setWeights(start) }] });
    expect(net.getWeights()).toEqual(start);
  });

  it('may evaluate and predict', async () => {
    const net = digitsNet();
    const seen: number[] = [];
    const look = () => {
      net.predict(held.x, { batchSize: 3 });
      net.gradients(x, y);
      seen.push(net.evaluate(held.x, held.y, { batchSize: 3 }).loss);
    };
    const { history } = await net.fit(x, y, {
      epochs: 3,
      validationData: [held.x, held.y],
      callbacks: [{ onEpochEnd: look }],
    });
    expect(seen).toEqual(history.valLoss);
  });

  it('end the training when they throw, and the model stays usable', async () => {
    const net = digitsNet();
    const failure = new Error('stop here');
    const stop = () => {
      throw failure;
    };
    await expect(net.fit(x, y, { epochs: 3, callbacks: [{ onEpochEnd: stop }] })).rejects.toBe(failure);
    expect(net.history!.status).toBe('failed');
    expect(net.history!.epochs).toEqual([0]);
    expect((await net.fit(x, y)).status).toBe('completed');
  });

  it('log writes a line for each epoch', async () => {
    const lines: string[] = [];
    await digitsNet().fit(x, y, {
      epochs: 2,
      validationSplit: 0.5,
      callbacks: [callbacks.log((line) => lines.push(line))],
    });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(
      /^epoch 2\/2: loss [\d.]+, accuracy [\d.]+, valLoss [\d.]+, valAccuracy [\d.]+, [\de.+]+ samples\/s$/,
    );
  });
});

describe('the signal', () => {
  it('stops between slices and leaves the model at the last finished step', async () => {
    const controller = new AbortController();
    const net = digitsNet();
    let weights: number[] = [];
    const abort = (step: number) => {
      if (step < 10) return;
      controller.abort();
      weights = flatWeights(net);
    };
    const history = await net.fit(x, y, {
      batchSize: 1,
      signal: controller.signal,
      callbacks: [{ onBatchEnd: abort }],
    });
    expect(history.status).toBe('aborted');
    const { epoch, step } = history.stoppedAt!;
    expect(epoch).toBe(0);
    expect(step).toBeGreaterThan(10);
    expect(step).toBeLessThan(200);
    expect(history.message).toMatch(`aborted by the signal in epoch 1 after ${step} of its steps`);
    expect(flatWeights(net)).toEqual(weights);
  });

  it('keeps the epochs that were finished', async () => {
    const controller = new AbortController();
    const history = await digitsNet().fit(x, y, {
      epochs: 9,
      signal: controller.signal,
      callbacks: [{ onEpochEnd: (epoch) => (epoch === 1 ? controller.abort() : undefined) }],
    });
    expect(history.epochs).toEqual([0, 1]);
    expect(history.history.loss).toHaveLength(2);
    expect(history.stoppedAt).toEqual({ epoch: 2, step: 0 });
  });

  it('stops the training also when a timer aborts it between two slices', async () => {
    const controller = new AbortController();
    const net = digitsNet();
    const timer = setInterval(() => {
      if (net.history!.epochs.length > 0) controller.abort();
    }, 1);
    const history = await net.fit(x, y, { epochs: 1e6, batchSize: 10, signal: controller.signal });
    clearInterval(timer);
    expect(history.status).toBe('aborted');
    expect(history.epochs.length).toBeGreaterThan(0);
  });

  it('leaves the weights unchanged if it was aborted before the start', async () => {
    const net = digitsNet();
    const start = flatWeights(net);
    const { status, stoppedAt } = await net.fit(x, y, { signal: AbortSignal.abort() });
    expect([status, stoppedAt]).toEqual(['aborted', { epoch: 0, step: 0 }]);
    expect(flatWeights(net)).toEqual(start);
  });
});

it('fit yields to other events while it trains, and ends in the turn in which one of them aborts it', async () => {
  let turns = 0;
  const controller = new AbortController();
  const timer = setInterval(() => {
    if (++turns === 4) controller.abort();
  }, 1);
  // Without turns the timer would never abort these epochs, and the test would reach its time limit.
  const { status } = await digitsNet().fit(x, y, { epochs: 1e6, batchSize: 10, signal: controller.signal });
  clearInterval(timer);
  expect(status).toBe('aborted');
  expect(turns).toBe(4);
});
