import { ArgumentError, callbacks, layers, optimizers, sequential, type SourceBatch } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { digitsNet, someDigits, digitBatches, sliceDigits } from '../../../support/digits.js';
import { expectError } from '../../../support/errors.js';
import { flatWeights } from '../../../support/weights.js';

const digits = someDigits(100);
const { x, y } = digits;
const batchesOf = (size: number) => digitBatches(digits, size);
const held = someDigits(30);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const net = () => digitsNet({ momentum: 0.9 });

describe('fitDataset trains as fit does on the same batches', () => {
  const sources: [string, () => unknown][] = [
    ['an array', () => batchesOf(16)],
    ['a function that returns an array', () => () => batchesOf(16)],
    [
      'a generator function',
      () =>
        function* () {
          yield* batchesOf(16);
        },
    ],
    [
      'an asynchronous generator function',
      () =>
        async function* () {
          for (const batch of batchesOf(16)) {
            await wait(0);
            yield batch;
          }
        },
    ],
    ['objects', () => batchesOf(16).map(([x, y]) => ({ x, y }))],
    ['an iterator without return', () => ({ [Symbol.iterator]: () => ({ next: iterate(batchesOf(16)) }) })],
  ];
  it.each(sources)('from %s', async (_, source) => {
    const [streamed, whole] = [net(), net()];
    const validationData = [held.x, held.y] as const;
    const history = await streamed.fitDataset(source() as SourceBatch[], { epochs: 3, validationData });
    const expected = await whole.fit(x, y, { epochs: 3, batchSize: 16, shuffle: false, validationData });
    expect(history.history).toEqual(expected.history);
    expect(history.status).toBe('completed');
    expect(streamed.history).toBe(history);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });

  it('with weights', async () => {
    const sampleWeight = Float32Array.from({ length: 100 }, (_, i) => i % 4);
    const classWeight = { 2: 3 };
    const [streamed, whole] = [net(), net()];
    const batches = batchesOf(20).map(([x, y], i) => {
      return { x, y, sampleWeight: sampleWeight.subarray(20 * i, 20 * (i + 1)), classWeight };
    });
    const history = await streamed.fitDataset(batches);
    const expected = await whole.fit(x, y, { batchSize: 20, shuffle: false, sampleWeight, classWeight });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });

  it('if batches of other sizes, types and weights follow one another', async () => {
    const part = (from: number, to: number) => ({
      x: { ...x, data: x.data.subarray(from * 64, to * 64), shape: [to - from, 64] },
      y: y.data.subarray(from, to),
    });
    const floats = ({ x, y }: ReturnType<typeof part>) => ({
      x: Float32Array.from(x.data, (v) => v / 16),
      y,
    });
    const source = [
      part(0, 10),
      part(10, 20),
      floats(part(20, 30)),
      part(30, 55),
      part(55, 65),
      { ...part(65, 75), sampleWeight: new Float32Array(10).fill(0.5) },
      part(75, 80),
      part(80, 90),
      part(90, 100),
    ];
    const [together, oneByOne] = [net(), net()];
    const history = await together.fitDataset(source, { epochs: 4 });
    const expected = await oneByOne.fitDataset(source, {
      epochs: 4,
      callbacks: [{ onBatchEnd: () => undefined }],
    });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(together)).toEqual(flatWeights(oneByOne));
  });

  it('restores good weights when the loss explodes', async () => {
    const line = () => {
      const result = sequential({ inputShape: [1], seed: 1 }, [layers.dense(1)]);
      result.compile({ optimizer: optimizers.sgd({ learningRate: 10 }), loss: 'quadratic' });
      return result;
    };
    const [x, y] = [[[1], [2]], [[2], [4]]]; // prettier-ignore
    const [streamed, whole] = [line(), line()];
    const { status } = await streamed.fitDataset([[x, y]], { epochs: 10_000 });
    const expected = await whole.fit(x, y, { epochs: 10_000, shuffle: false });
    expect([status, expected.status]).toEqual(['diverged', 'diverged']);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
    expect(streamed.evaluate(x, y).loss).toSatisfy(Number.isFinite);
  });
});

describe('batches that are larger than a step', () => {
  it.each([
    ['without callbacks', {}],
    ['with callbacks after each step', { callbacks: [{ onBatchEnd: () => undefined }] }],
  ])('are divided into steps, %s', async (_, options) => {
    const [streamed, whole] = [net(), net()];
    const history = await streamed.fitDataset(batchesOf(40), { epochs: 3, batchSize: 10, ...options });
    const expected = await whole.fit(x, y, { epochs: 3, batchSize: 10, shuffle: false });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });

  it('end with a smaller step, and continue in the next epoch', async () => {
    const [streamed, whole] = [net(), net()];
    const { epochs } = await streamed.fitDataset(batchesOf(25), {
      epochs: 6,
      stepsPerEpoch: 4,
      batchSize: 10,
    });
    await whole.fitDataset(
      [0, 25, 50, 75].flatMap((from) => [
        sliceDigits(digits, from, from + 10),
        sliceDigits(digits, from + 10, from + 20),
        sliceDigits(digits, from + 20, from + 25),
      ]),
      { epochs: 2 },
    );
    expect(epochs).toHaveLength(6);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });
});

describe('epochs', () => {
  const stepsOf = async (source: unknown, options: object) => {
    const steps: number[] = [];
    const note = { onBatchEnd: (step: number) => void (steps[steps.length - 1] = step + 1) };
    await net().fitDataset(source as SourceBatch[], {
      ...options,
      callbacks: [{ ...note, onEpochBegin: () => void steps.push(0) }],
    });
    return steps;
  };

  it('end with the source, which starts again', async () => {
    expect(await stepsOf(batchesOf(30), { epochs: 3 })).toEqual([4, 4, 4]);
  });

  it('end after stepsPerEpoch, and the source continues in the next epoch', async () => {
    const [streamed, whole] = [net(), net()];
    let asked = 0;
    const endless = function* () {
      for (;;) for (const batch of batchesOf(25)) yield (asked++, batch);
    };
    const { epochs } = await streamed.fitDataset(endless, { epochs: 4, stepsPerEpoch: 3 });
    await whole.fit(x, y, { epochs: 3, batchSize: 25, shuffle: false });
    expect(epochs).toEqual([0, 1, 2, 3]);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
    expect(asked, 'no batch is asked for in vain').toBe(12);
  });

  it('start again if stepsPerEpoch divides the source, and are shorter if it does not', async () => {
    expect(await stepsOf(batchesOf(25), { epochs: 4, stepsPerEpoch: 2 })).toEqual([2, 2, 2, 2]);
    expect(await stepsOf(batchesOf(25), { epochs: 4, stepsPerEpoch: 3 })).toEqual([3, 1, 3, 1]);
  });

  it('need a source that can start again', async () => {
    const source = (function* () {
      yield* batchesOf(50);
    })();
    await expectError(() => net().fitDataset(source, { epochs: 2 }), ArgumentError, {
      code: 'empty-source',
      actual: /in epoch 2/,
    });
    await expectError(() => net().fitDataset([]), ArgumentError, { code: 'empty-source' });
  });

  it('count from initialEpoch, and callbacks are notified of each batch', async () => {
    const saved: string[] = [];
    const target = net();
    target.save = async (path) => void saved.push(String(path));
    const saving = callbacks.modelCheckpoint({ path: '{epoch}-{batch}', frequency: 3 });
    const perEpoch = callbacks.modelCheckpoint({ path: 'end {epoch}-{batch}' });
    const { epochs } = await target.fitDataset(batchesOf(25), {
      initialEpoch: 5,
      epochs: 7,
      callbacks: [saving, perEpoch],
    });
    expect(epochs).toEqual([5, 6]);
    expect(saved).toEqual(['6-3', 'end 6-4', '7-2', 'end 7-4']);
  });
});

function iterate<T extends object>(values: readonly T[]): () => IteratorResult<T, undefined> {
  let next = 0;
  return () => {
    const value = values[next++];
    return value ? { done: false, value } : { done: true, value: undefined };
  };
}
