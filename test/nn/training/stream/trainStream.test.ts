import {
  ArgumentError,
  type ArrayLike,
  callbacks,
  DTypeError,
  layers,
  type Model,
  optimizers,
  sequential,
  ShapeError,
  type SourceBatch,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { bytesOf } from '../../../support/continuing.js';
import { digitsNet, someDigits } from '../../../support/digits.js';
import { expectError } from '../../../support/errors.js';
import { flatWeights } from '../../../support/weights.js';

const { x, y } = someDigits(100);
const held = someDigits(30);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The digits in batches, the last one shorter where the size does not divide them. */
function batchesOf(size: number): [ArrayLike, ArrayLike][] {
  return Array.from({ length: Math.ceil(100 / size) }, (_, index) => {
    const [from, to] = [index * size, Math.min(100, (index + 1) * size)];
    return [
      { ...x, data: x.data.subarray(from * 64, to * 64), shape: [to - from, 64] },
      y.data.subarray(from, to),
    ];
  });
}

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

  it('in one call for several batches that are ready, whatever follows on what', async () => {
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

  it('goes back to good weights when the loss explodes', async () => {
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

describe('pieces that are larger than a step', () => {
  it.each([
    ['whole', {}],
    ['and callbacks that hear of each step', { callbacks: [{ onBatchEnd: () => undefined }] }],
  ])('are cut, %s', async (_, options) => {
    const [streamed, whole] = [net(), net()];
    const history = await streamed.fitDataset(batchesOf(40), { epochs: 3, batchSize: 10, ...options });
    const expected = await whole.fit(x, y, { epochs: 3, batchSize: 10, shuffle: false });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });

  it('end with a smaller step, and go on in the next epoch', async () => {
    const [streamed, whole] = [net(), net()];
    const { epochs } = await streamed.fitDataset(batchesOf(25), {
      epochs: 6,
      stepsPerEpoch: 4,
      batchSize: 10,
    });
    await whole.fitDataset(
      [0, 25, 50, 75].flatMap((from) => [batchAt(from, 10), batchAt(from + 10, 10), batchAt(from + 20, 5)]),
      { epochs: 2 },
    );
    expect(epochs).toHaveLength(6);
    expect(flatWeights(streamed)).toEqual(flatWeights(whole));
  });
});

/** Some of the digits. */
function batchAt(from: number, length: number): [ArrayLike, ArrayLike] {
  const to = from + length;
  return [
    { ...x, data: x.data.subarray(from * 64, to * 64), shape: [length, 64] },
    y.data.subarray(from, to),
  ];
}

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

  it('end with the source, which begins anew', async () => {
    expect(await stepsOf(batchesOf(30), { epochs: 3 })).toEqual([4, 4, 4]);
  });

  it('end after stepsPerEpoch, the source going on', async () => {
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

  it('begin anew where stepsPerEpoch divides the source, and are shorter where not', async () => {
    expect(await stepsOf(batchesOf(25), { epochs: 4, stepsPerEpoch: 2 })).toEqual([2, 2, 2, 2]);
    expect(await stepsOf(batchesOf(25), { epochs: 4, stepsPerEpoch: 3 })).toEqual([3, 1, 3, 1]);
  });

  it('need a source that can begin anew', async () => {
    const source = (function* () {
      yield* batchesOf(50);
    })();
    await expectError(() => net().fitDataset(source, { epochs: 2 }), ArgumentError, {
      code: 'empty-source',
      actual: /in epoch 2/,
    });
    await expectError(() => net().fitDataset([]), ArgumentError, { code: 'empty-source' });
  });

  it('count from initialEpoch, and callbacks hear of each batch', async () => {
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

  it('is released where training fails, whose error comes out', async () => {
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

  it('does not keep an abort waiting', async () => {
    const controller = new AbortController();
    const source = async function* () {
      yield* batchesOf(50);
      await new Promise(() => undefined);
    };
    setTimeout(() => controller.abort(), 20);
    const { status, stoppedAt } = await net().fitDataset(source, { signal: controller.signal });
    expect([status, stoppedAt]).toEqual(['aborted', { epoch: 0, step: 2 }]);
  });

  it('is not opened when the signal came before', async () => {
    let isOpened = false;
    const source = () => {
      isOpened = true;
      return batchesOf(50);
    };
    const { status } = await net().fitDataset(source, { signal: AbortSignal.abort() });
    expect([status, isOpened]).toEqual(['aborted', false]);
  });

  it('lets other events have their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const endless = function* () {
      for (;;) yield* batchesOf(50);
    };
    const { status } = await net().fitDataset(endless, { signal: AbortSignal.timeout(150) });
    clearInterval(timer);
    expect(status).toBe('aborted');
    expect(turns).toBeGreaterThan(2);
  });
});

describe('bad input', () => {
  const good = batchesOf(50)[0]!;
  it.each<[string, unknown, typeof ArgumentError, RegExp]>([
    ['null', null, DTypeError, /gave null/],
    ['a number', 5, DTypeError, /gave 5/],
    ['samples alone', [good[0]], DTypeError, /array of length 1/],
    ['three arrays', [...good, good[1]], DTypeError, /array of length 3/],
    ['a misspelt member', { x: good[0], y: good[1], sampleWeights: [1] }, ArgumentError, /sampleWeights/],
    ['too few targets', [good[0], [1, 2]], ShapeError, /y has 2 targets/],
    ['other features', [[[1, 2]], [1]], ShapeError, /2 features/],
    [
      'a NaN',
      [[Array.from({ length: 64 }, (_, i) => (i === 7 ? NaN : 0))], [1]],
      ArgumentError,
      /x\[0\]\[7\] is NaN/,
    ],
    ['an unknown label', [[Array.from({ length: 64 }, () => 0)], [10]], ArgumentError, /y\[0\] is 10/],
    ['nothing', [[], []], ArgumentError, /empty/],
  ])('a batch that is %s ends the training, which keeps what it learned', async (_, batch, Class, actual) => {
    const [streamed, twin] = [net(), net()];
    const source = [good, batch] as SourceBatch[];
    await expectError(() => streamed.fitDataset(source), Class, { actual });
    await twin.fitDataset([good], { stepsPerEpoch: 1 });
    expect(flatWeights(streamed)).toEqual(flatWeights(twin));
    expect(streamed.history?.status).toBe('failed');
    for (const one of [streamed, twin]) await one.fit(x, y);
    expect(flatWeights(streamed)).toEqual(flatWeights(twin));
  });

  it.each<[string, (net: Model) => unknown, typeof ArgumentError, RegExp]>([
    ['no source', (net) => net.fitDataset(undefined as never), DTypeError, /source is undefined/],
    ['a source that is none', (net) => net.fitDataset(5 as never), DTypeError, /source is 5/],
    ['a function of none', (net) => net.fitDataset((() => 5) as never), DTypeError, /source is 5/],
    ['an unknown option', (net) => net.fitDataset([], { batchsize: 3 } as never), ArgumentError, /batchsize/],
    ['epochs of 0', (net) => net.fitDataset([], { epochs: 0 }), ArgumentError, /epochs is 0/],
    [
      'half a step',
      (net) => net.fitDataset([], { stepsPerEpoch: 0.5 }),
      ArgumentError,
      /stepsPerEpoch is 0.5/,
    ],
    [
      'validation data that do not fit',
      (net) => net.fitDataset([good], { validationData: [[[1]], [1]] }),
      ShapeError,
      /1 features/,
    ],
    [
      'a model that is not compiled',
      () => sequential({ inputShape: [64] }, [layers.dense(10)]).fitDataset([good]),
      ArgumentError,
      /no loss/,
    ],
  ])('%s is refused', async (_, call, Class, actual) => {
    const target = net();
    const before = await bytesOf(target);
    await expectError(() => call(target), Class, { actual });
    expect((await bytesOf(target))[1]).toEqual(before[1]);
  });

  it('fit and others are refused meanwhile', async () => {
    const target = net();
    const seen: unknown[] = [];
    const attempt = async () => {
      for (const call of [
        () => target.fit(x, y),
        () => target.fitDataset([good]),
        () => target.trainOnBatch(x, y),
      ]) {
        seen.push(
          await Promise.resolve()
            .then<unknown>(call)
            .catch((error: unknown) => (error as ArgumentError).code),
        );
      }
    };
    await target.fitDataset([good], { callbacks: [{ onBatchEnd: attempt }] });
    expect(seen).toEqual(['busy', 'busy', 'busy']);
  });
});

function iterate<T extends object>(values: readonly T[]): () => IteratorResult<T, undefined> {
  let next = 0;
  return () => {
    const value = values[next++];
    return value ? { done: false, value } : { done: true, value: undefined };
  };
}
