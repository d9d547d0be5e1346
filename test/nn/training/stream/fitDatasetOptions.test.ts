import {
  ArgumentError,
  DTypeError,
  layers,
  type Model,
  sequential,
  ShapeError,
  type SourceBatch,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { bytesOf } from '../../../support/continuing.js';
import { digitsNet, someDigits, digitBatches } from '../../../support/digits.js';
import { expectError } from '../../../support/errors.js';
import { flatWeights } from '../../../support/weights.js';

const digits = someDigits(100);
const { x, y } = digits;
const batchesOf = (size: number) => digitBatches(digits, size);
const net = () => digitsNet({ momentum: 0.9 });

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
  ])(
    'a batch that is %s ends the training, and the steps before it stay',
    async (_, batch, Class, actual) => {
      const [streamed, twin] = [net(), net()];
      const source = [good, batch] as SourceBatch[];
      await expectError(() => streamed.fitDataset(source), Class, { actual });
      await twin.fitDataset([good], { stepsPerEpoch: 1 });
      expect(flatWeights(streamed)).toEqual(flatWeights(twin));
      expect(streamed.history?.status).toBe('failed');
      for (const one of [streamed, twin]) await one.fit(x, y);
      expect(flatWeights(streamed)).toEqual(flatWeights(twin));
    },
  );

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

  it('fit, fitDataset and trainOnBatch are refused while fitDataset runs', async () => {
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
