import {
  ArgumentError,
  type Callback,
  layers,
  type Model,
  optimizers,
  schedules,
  sequential,
  type SourceBatch,
} from 'ferrograd';
import { prefetch } from 'ferrograd/data';
import { describe, expect, it, vi } from 'vitest';

import { digitsNet, someDigits } from '../../../support/digits.js';
import { expectError } from '../../../support/errors.js';
import { flatWeights } from '../../../support/weights.js';

const COUNT = 1000;
const { x, y } = someDigits(COUNT);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Some of the digits; `change` makes them another kind of array. */
function part(from: number, to: number, change = (data: Uint8Array): Uint8Array | Float32Array => data) {
  const data = change(x.data.slice(from * 64, to * 64));
  return [{ ...x, data, shape: [to - from, 64] }, y.data.slice(from, to)] as const;
}

/** All digits in batches, the last one smaller where the size does not divide them. */
function batchesOf(size: number, change?: Parameters<typeof part>[2]): SourceBatch[] {
  const count = Math.ceil(COUNT / size);
  return Array.from({ length: count }, (_, i) => part(i * size, Math.min(COUNT, (i + 1) * size), change));
}

/** A model with every kind of state. */
function net(): Model {
  const result = sequential({ inputShape: [64], seed: 3 }, [
    layers.dense(16, { activation: 'relu', kernelRegularizer: 'l2' }),
    layers.dropout(0.2),
    layers.batchNormalization(),
    layers.dense(10, { activation: 'softmax' }),
  ]);
  const learningRate = schedules.exponential({ initialLearningRate: 0.01, decaySteps: 20, decayRate: 0.9 });
  result.compile({
    optimizer: optimizers.adam({ learningRate }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy', 'f1'],
  });
  return result;
}

/** A callback after each batch, with which every batch is trained in a call of its own. */
const listener = (): Callback => ({ onBatchEnd: () => undefined });

describe('batches that are trained in one call have bitwise the results of batches trained one by one', () => {
  const all = batchesOf(3);
  const sources: [string, () => unknown, SourceBatch[]][] = [
    ['of an array', () => all, all],
    [
      'of a generator',
      () =>
        function* () {
          yield* all;
        },
      all,
    ],
    [
      'of an asynchronous generator',
      () =>
        async function* () {
          yield* all;
        },
      all,
    ],
    [
      'of an asynchronous generator that waits now and then',
      () =>
        async function* () {
          for (const [index, batch] of all.entries()) {
            if (index % 41 === 0) await wait(0);
            yield batch;
          }
        },
      all,
    ],
    ['that are made ahead', () => prefetch(() => all, 3), all],
    ['of floats', () => batchesOf(7, (data) => Float32Array.from(data)), batchesOf(7)],
    ['with a smaller one at the end', () => batchesOf(17), batchesOf(17)],
    ['of sizes that change', () => sized([10, 10, 10, 9, 10, 10, 10]), sized([10, 10, 10, 9, 10, 10, 10])],
    [
      'of which some are larger',
      () => sized([10, 10, 9, 11, 10, 10, 10]),
      sized([10, 10, 9, 11, 10, 10, 10]),
    ],
    ['of kinds that change', mixed, mixed()],
  ];
  it.each(sources)('%s', async (_, source, same) => {
    const [together, oneByOne] = [net(), net()];
    const history = await together.fitDataset(source() as SourceBatch[], { epochs: 3 });
    const expected = await oneByOne.fitDataset(same, { epochs: 3, callbacks: [listener()] });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(together)).toEqual(flatWeights(oneByOne));
  });

  it('if they are larger than the limit of one call', async () => {
    const wide = () => {
      const result = sequential({ inputShape: [40_000], seed: 1 }, [layers.dense(2)]);
      result.compile({ optimizer: optimizers.sgd({ learningRate: 1e-5 }), loss: 'meanSquaredError' });
      return result;
    };
    const batches = Array.from({ length: 20 }, (_, i): SourceBatch => {
      const data = Float32Array.from({ length: 80_000 }, (_, j) => Math.sin(i + j));
      return [{ data, shape: [2, 40_000] }, [[i, 1], [0, -i]]]; // prettier-ignore
    });
    const [together, oneByOne] = [wide(), wide()];
    await together.fitDataset(batches, { epochs: 2 });
    await oneByOne.fitDataset(batches, { epochs: 2, callbacks: [listener()] });
    expect(flatWeights(together)).toEqual(flatWeights(oneByOne));
  });

  it('if epochs end after a number of steps', async () => {
    const [together, oneByOne] = [net(), net()];
    const options = { epochs: 4, stepsPerEpoch: 133 };
    const history = await together.fitDataset(all, options);
    const expected = await oneByOne.fitDataset(all, { ...options, callbacks: [listener()] });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(together)).toEqual(flatWeights(oneByOne));
  });
});

/** Batches of these sizes, repeated until all digits are used. */
function sized(sizes: readonly number[]): SourceBatch[] {
  const batches: SourceBatch[] = [];
  for (let from = 0; from < COUNT;) {
    const to = Math.min(COUNT, from + (sizes[batches.length % sizes.length] ?? 1));
    batches.push(part(from, to));
    from = to;
  }
  return batches;
}

/** Batches of bytes and of floats, with and without weights. */
function mixed(): SourceBatch[] {
  return Array.from({ length: 60 }, (_, i): SourceBatch => {
    const [from, to] = [10 * i, 10 * i + 10];
    const [x, y] = part(from, to, i % 9 > 6 ? (data) => Float32Array.from(data) : undefined);
    return i % 13 > 9 ? { x, y, sampleWeight: Float32Array.from(y, (label) => 1 + label) } : { x, y };
  });
}

describe('a training that ends', () => {
  /** The weights after the first batches, each trained alone. */
  const after = async (steps: number, source: SourceBatch[] = batchesOf(5)) => {
    const twin = digitsNet({ momentum: 0.9 });
    const endless = function* () {
      for (;;) yield* source;
    };
    await twin.fitDataset(endless, { stepsPerEpoch: steps, callbacks: [listener()] });
    return flatWeights(twin);
  };

  it('by the signal has trained exactly the steps that stoppedAt names', async () => {
    const target = digitsNet({ momentum: 0.9 });
    const controller = new AbortController();
    let made = 0;
    const endless = function* () {
      for (;;) {
        for (const batch of batchesOf(5)) {
          // The next turn of the event loop aborts, after batches that are trained together.
          if (++made === 200) setImmediate(() => controller.abort());
          yield batch;
        }
      }
    };
    const { status, stoppedAt } = await target.fitDataset(endless, { signal: controller.signal });
    expect(status).toBe('aborted');
    expect(stoppedAt?.step).toBeGreaterThan(10);
    expect(flatWeights(target)).toEqual(await after(stoppedAt?.step ?? 0));
  });

  const failure = new Error('the disk is gone');
  it.each([
    [
      'a generator',
      function* () {
        yield* batchesOf(5).slice(0, 37);
        throw failure;
      },
    ],
    [
      'an asynchronous generator',
      async function* () {
        yield* batchesOf(5).slice(0, 37);
        throw failure;
      },
    ],
  ])('by a failure of %s has trained all batches before it', async (_, source) => {
    const target = digitsNet({ momentum: 0.9 });
    await expect(target.fitDataset(source)).rejects.toBe(failure);
    expect(target.history?.status).toBe('failed');
    expect(flatWeights(target)).toEqual(await after(37));
  });

  it('by a NaN in a batch names its index, and has trained all batches before it', async () => {
    const target = digitsNet({ momentum: 0.9 });
    const source = batchesOf(5, (data) => Float32Array.from(data));
    (source[37] as unknown as [{ data: Float32Array }])[0].data[2 * 64 + 3] = NaN;
    await expectError(() => target.fitDataset(source), ArgumentError, { actual: /x\[2\]\[3\] is NaN/ });
    expect(flatWeights(target)).toEqual(
      await after(
        37,
        batchesOf(5, (data) => Float32Array.from(data)),
      ),
    );
  });
});

describe('fitDataset and the event loop:', () => {
  it('run between batches that a slow source makes', async () => {
    let [sinceTurn, most, isGoing] = [0, 0, true];
    const turn = () => {
      sinceTurn = 0;
      if (isGoing) setImmediate(turn);
    };
    turn();
    // The clock by which the slices are timed: each batch takes 5 ms, whatever the speed of the machine.
    let now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = function* () {
      for (const batch of batchesOf(10).slice(0, 60)) {
        now += 5;
        most = Math.max(most, ++sinceTurn);
        yield batch;
      }
    };
    await digitsNet().fitDataset(slow);
    isGoing = false;
    clock.mockRestore();
    expect(most).toBeLessThan(10);
  });

  it('leave no listener on the signal after the training', async () => {
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    await digitsNet().fitDataset(batchesOf(100), { epochs: 2, signal });
    await expect(digitsNet().fitDataset([], { signal })).rejects.toThrow(/no batch/);
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});
