import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits, digitBatches } from '../../../support/digits.js';
import { flatWeights } from '../../../support/weights.js';

const digits = someDigits(100);
const { x, y } = digits;
const batchesOf = (size: number) => digitBatches(digits, size);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const net = () => digitsNet({ momentum: 0.9 });

describe('the source', () => {
  it('is asked for the next batch while one is trained', async () => {
    const order: string[] = [];
    const source = async function* () {
      for (const [index, batch] of batchesOf(25).entries()) {
        order.push(`make ${index}`);
        await wait(1);
        yield batch;
      }
    };
    const note = { onBatchEnd: (step: number) => void order.push(`trained ${step}`) };
    await net().fitDataset(source, { callbacks: [note] });
    expect(order).toEqual([
      'make 0',
      'make 1',
      'trained 0',
      'make 2',
      'trained 1',
      'make 3',
      'trained 2',
      'trained 3',
    ]);
  });

  it.each([
    ['at once', false],
    ['later', true],
  ])('may fail %s: what was trained stays, and all is released', async (_, isAsync) => {
    const failure = new Error('the disk is gone');
    const ended: string[] = [];
    const source = isAsync
      ? async function* () {
          yield* batchesOf(50);
          await wait(1);
          throw failure;
        }
      : function* () {
          yield* batchesOf(50);
          throw failure;
        };
    const [streamed, whole] = [net(), net()];
    const note = { onTrainEnd: ({ status }: { status: string }) => void ended.push(status) };
    await expect(streamed.fitDataset(source, { callbacks: [note] })).rejects.toBe(failure);
    await whole.fit(x, y, { batchSize: 50, shuffle: false });
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
    expect([ended, streamed.history?.status]).toEqual([['failed'], 'failed']);
    expect((await streamed.fit(x, y)).status).toBe('completed');
  });

  it.each([
    [
      'the signal',
      (controller: AbortController) => ({
        signal: controller.signal,
        callbacks: [{ onBatchEnd: (step: number) => (step === 1 ? controller.abort() : undefined) }],
      }),
      'aborted',
    ],
    ['the last epoch', () => ({ stepsPerEpoch: 2 }), 'completed'],
  ])('is released after %s', async (_, options, status) => {
    let isReleased = false;
    const source = async function* () {
      try {
        for (;;) yield* batchesOf(50);
      } finally {
        await wait(1);
        isReleased = true;
      }
    };
    const history = await net().fitDataset(source, options(new AbortController()));
    expect([history.status, isReleased]).toEqual([status, true]);
  });

  it('is released if the training fails, and the error is that of the training', async () => {
    let isReleased = false;
    const source = {
      *[Symbol.iterator]() {
        try {
          for (;;) yield* batchesOf(50);
        } finally {
          isReleased = true;
          throw new Error('also the end fails');
        }
      },
    };
    const failure = new Error('by a callback');
    const fail = () => {
      throw failure;
    };
    const training = net().fitDataset(source, { callbacks: [{ onBatchEnd: fail }] });
    await expect(training).rejects.toBe(failure);
    expect(isReleased).toBe(true);
  });

  it('does not delay an abort while it is waited for', async () => {
    const controller = new AbortController();
    const source = async function* () {
      yield* batchesOf(50);
      // Abort while the source is waited for, which would take forever.
      setTimeout(() => controller.abort(), 1);
      await new Promise(() => undefined);
    };
    const { status, stoppedAt } = await net().fitDataset(source, { signal: controller.signal });
    expect([status, stoppedAt]).toEqual(['aborted', { epoch: 0, step: 2 }]);
  });

  it('is not opened if the signal was aborted before', async () => {
    let isOpened = false;
    const source = () => {
      isOpened = true;
      return batchesOf(50);
    };
    const { status } = await net().fitDataset(source, { signal: AbortSignal.abort() });
    expect([status, isOpened]).toEqual(['aborted', false]);
  });

  it('yields to other events between batches', async () => {
    let turns = 0;
    const controller = new AbortController();
    const timer = setInterval(() => {
      if (++turns === 3) controller.abort();
    }, 1);
    const endless = function* () {
      for (;;) yield* batchesOf(50);
    };
    // Without turns the timer would never abort, and the test would reach its time limit.
    const { status } = await net().fitDataset(endless, { signal: controller.signal });
    clearInterval(timer);
    expect(status).toBe('aborted');
    expect(turns).toBeGreaterThan(2);
  });
});
