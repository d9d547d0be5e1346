import { type Callback } from 'ferrograd';
import { dataset } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { bytesOf } from '../../../support/continuing.js';
import { someDigits } from '../../../support/digits.js';
import { expectResumed, resumableNet as net } from '../../../support/resuming.js';

const { x, y } = someDigits(90);
describe('fitDataset', () => {
  const batchesOf = (size: number) =>
    Array.from({ length: Math.ceil(90 / size) }, (_, i) => {
      const [from, to] = [i * size, Math.min((i + 1) * size, 90)];
      return [
        { data: x.data.subarray(from * 64, to * 64), shape: [to - from, 64], scale: x.scale ?? 1 },
        y.data.subarray(from, to),
      ] as const;
    });

  async function* later() {
    for (const batch of batchesOf(20)) {
      await new Promise((resolve) => setImmediate(resolve));
      yield batch;
    }
  }

  it.each([
    ['batches that are steps', {}],
    ['batches that are divided into steps', { batchSize: 10 }],
  ])('ends an epoch when the source has fewer batches than before, from %s', async (_, options) => {
    const one = net();
    const controller = new AbortController();
    const abort: Callback = { onBatchEnd: (step) => (step === 2 ? controller.abort() : undefined) };
    const { signal } = controller;
    await one.fitDataset(batchesOf(10), { ...options, callbacks: [abort], signal });
    expect(one.position).toEqual({ epoch: 0, step: 3 });
    const steps: number[] = [];
    const note: Callback = { onBatchEnd: (step) => void steps.push(step) };
    const source = () => batchesOf(10).slice(0, 2);
    const rest = { initialEpoch: 0, epochs: 2, callbacks: [note] };
    const { epochs } = await one.fitDataset(source, { ...options, ...rest });
    expect([epochs, steps]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    await one.fitDataset(batchesOf(10), { initialEpoch: 1, epochs: 2, signal: AbortSignal.abort() });
    expect(one.history?.status).toBe('aborted');
  });

  it.each([
    ['batches that are steps', {}],
    ['batches that are divided into steps', { batchSize: 10 }],
  ])('is aborted while the batches before the resume point are skipped, from %s', async (_, options) => {
    const one = net();
    const first = new AbortController();
    const abort: Callback = { onBatchEnd: (step) => (step === 2 ? first.abort() : undefined) };
    await one.fitDataset(batchesOf(10), { ...options, callbacks: [abort], signal: first.signal });
    const before = await bytesOf(one);
    const second = new AbortController();
    async function* slow() {
      yield batchesOf(10)[0]!;
      second.abort();
      await new Promise((resolve) => setImmediate(resolve));
      yield batchesOf(10)[1]!;
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
    ['batches', batchesOf(20), {}],
    ['a function of batches', () => batchesOf(20), {}],
    ['batches that are divided into steps', batchesOf(50), { batchSize: 8 }],
    ['part of the batches', () => batchesOf(10), { stepsPerEpoch: 4 }],
    ['a data set', () => dataset(x, y).batch(25), {}],
    ['an asynchronous source', later, {}],
  ])('resumes within an epoch of %s', async (name, source, options) => {
    // A source that has not ended continues in the next epoch, and only its owner knows its position.
    const epochs = name === 'part of the batches' ? 1 : 3;
    await expectResumed({
      make: net,
      fit: (one, part) => one.fitDataset(source as never, { epochs, ...options, ...part }),
    });
  });
});
