import { ArgumentError, callbacks } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { fakeRun } from '../../support/fakeRun.js';

const logs = [0.5, 0.25, 0.375, 0.125].map((valLoss, epoch) => ({ loss: 1 / (epoch + 1), valLoss }));

describe('modelCheckpoint', () => {
  it('saves the model after each epoch', async () => {
    const saving = callbacks.modelCheckpoint({ path: 'net.safetensors' });
    expect((await fakeRun(saving, logs)).calls).toEqual(Array(4).fill('save net.safetensors'));
  });

  it('saves only better models, and starts a new comparison in another training', async () => {
    const saving = callbacks.modelCheckpoint({ path: '{epoch}', saveBestOnly: true });
    for (let time = 0; time < 2; time++) {
      expect((await fakeRun(saving, logs)).calls).toEqual(['save 1', 'save 2', 'save 4']);
    }
    const largest = callbacks.modelCheckpoint({ path: '{epoch}', saveBestOnly: true, mode: 'max' });
    expect((await fakeRun(largest, logs)).calls).toEqual(['save 1']);
    const better = { path: '{epoch}', saveBestOnly: true, initialValueThreshold: 0.25 };
    expect((await fakeRun(callbacks.modelCheckpoint(better), logs)).calls).toEqual(['save 4']);
  });

  it('saves only the weights with saveWeightsOnly', async () => {
    const saving = callbacks.modelCheckpoint({ path: 'a', saveWeightsOnly: true });
    expect((await fakeRun(saving, logs.slice(0, 1))).calls).toEqual(['saveWeights a']);
  });

  it('saves after a number of batches, counted over all epochs', async () => {
    const saving = callbacks.modelCheckpoint({ path: '{epoch}-{batch}', frequency: 4 });
    expect(saving.batchInterval).toBe(4);
    const { calls } = await fakeRun(saving, logs.slice(0, 2), { slices: [2, 4, 6, 8, 10] });
    expect(calls).toEqual(['save 1-4', 'save 1-8', 'save 2-2', 'save 2-6', 'save 2-10']);
    const later = await fakeRun(saving, logs.slice(0, 2), { slices: [5, 10], initialEpoch: 7 });
    expect(later.calls).toEqual(['save 8-5', 'save 8-10', 'save 9-5', 'save 9-10']);
  });

  it('formats numbers in the path as Python does', async () => {
    const path = 'a/{epoch:03d}-{epoch:2d}-{valLoss:.2f}-{valLoss:.1e}-{loss}-{batch}.safetensors';
    const { calls } = await fakeRun(callbacks.modelCheckpoint({ path }), logs.slice(0, 2), { steps: 12 });
    expect(calls).toEqual([
      'save a/001- 1-0.50-5.0e-1-1-12.safetensors',
      'save a/002- 2-0.25-2.5e-1-0.5-12.safetensors',
    ]);
  });

  it.each([
    [{ path: 'a', saveBestOnly: true }, [{ loss: 1 }], /valLoss/],
    [{ path: '{valLoss}' }, [{ loss: 1 }], /\{valLoss\}/],
    [{ path: '{toString}' }, logs, /\{toString\}/],
    [{ path: '{valLoss}', frequency: 10 }, logs, /\{valLoss\}/],
    [{ path: 'a', saveBestOnly: true, frequency: 10 }, logs, /valLoss/],
  ])(
    'refuses metrics that the logs will not contain, before training: %j',
    async (options, metrics, actual) => {
      const run = fakeRun(callbacks.modelCheckpoint(options), metrics);
      await expectError(() => run, ArgumentError, { operation: 'modelCheckpoint', actual });
    },
  );

  it.each([
    [{}],
    [{ path: '' }],
    [{ path: '{epoch' }],
    [{ path: 'epoch}' }],
    [{ path: '{epoch:x}' }],
    [{ path: '{a b}' }],
    [{ path: 'a', frequency: 0 }],
    [{ path: 'a', frequency: 'batch' }],
    [{ path: 'a', saveBestOnly: 1 }],
    [{ path: 'a', saveBestOnly: true, monitor: 'gain' }],
    [{ path: 'a', initialValueThreshold: '1' }],
    [{ filepath: 'a' }],
  ])('refuses %j', async (options) => {
    await expectError(() => callbacks.modelCheckpoint(options as never), ArgumentError, {
      operation: 'modelCheckpoint',
    });
  });
});
