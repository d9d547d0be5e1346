import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Callback, callbacks, type FitOptions, load, type Model } from 'ferrograd';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bytesOf } from '../../support/continuing.js';
import { someDigits } from '../../support/digits.js';
import { resumableNet as net } from '../../support/resuming.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(90);
describe('early stopping', () => {
  const make = (patience = 2) =>
    callbacks.earlyStopping({ monitor: 'loss', minDelta: 0.15, patience, restoreBestWeights: true });
  const fit = (one: Model, part: FitOptions) => one.fit(x, y, { batchSize: 27, ...part });

  it('resumes with the last weights, though the model has the best ones', async () => {
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

  it('resumes if several callbacks restore their best weights', async () => {
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

  it('resumes after a training that was aborted within an epoch', async () => {
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

  it('starts a new comparison after a training that it stopped, with the weights of the model', async () => {
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

  it('starts a new comparison with another training, model or metric', async () => {
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
  ])('writes the same files bitwise as an uninterrupted training: %s', async (_, options) => {
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
