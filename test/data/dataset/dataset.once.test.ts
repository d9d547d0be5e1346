import { ArgumentError, DTypeError, layers, sequential, ShapeError } from 'ferrograd';
import type { Dataset } from 'ferrograd/data';
import { Batches, dataset, digits, iris } from 'ferrograd/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

/** Samples [10 i, 10 i + 1] with labels i mod 3. */
const numbered = (count: number) =>
  dataset(
    { data: Float32Array.from({ length: 2 * count }, (_, i) => 10 * (i >> 1) + (i & 1)), shape: [count, 2] },
    Uint8Array.from({ length: count }, (_, i) => i % 3),
  );

/** Indices of the samples in a data set, in order; checks that each has both of its values and its label. */
function samplesOf(set: Dataset): number[] {
  const labels = [...set.y.data];
  return labels.map((label, row) => {
    const [first = NaN, second] = set.x.data.subarray(2 * row, 2 * row + 2);
    expect([second, label]).toEqual([first + 1, (first / 10) % 3]);
    return first / 10;
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const samplesIn = (batches: Iterable<readonly [{ data: ArrayLike<number> }, unknown]>) =>
  [...batches].map(([x]) => Array.from({ length: x.data.length / 2 }, (_, i) => (x.data[2 * i] ?? NaN) / 10));

describe('a data set', () => {
  it('returns the arrays that it was created with', () => {
    const { train } = digits();
    const set = dataset(train.x, train.y);
    expect([set.length, set.x.data, set.x.scale, set.y.data]).toEqual([
      1500,
      train.x.data,
      1 / 16,
      train.y.data,
    ]);
    expect(set.x.data).toBe(train.x.data);
    expect(dataset([[1, 2], [3, 4]]).x).toEqual({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] }); // prettier-ignore
  });

  it('takes, skips and repeats samples', () => {
    const set = numbered(7);
    expect(samplesOf(set.take(3))).toEqual([0, 1, 2]);
    expect(samplesOf(set.skip(5))).toEqual([5, 6]);
    expect(samplesOf(set.skip(2).take(2).repeat(2))).toEqual([2, 3, 2, 3]);
    expect([set.take(100).length, set.skip(100).length]).toEqual([7, 0]);
    expect(set.take(3).x.data.buffer, 'a view').toBe(set.x.data.buffer);
  });

  it('filters samples by label and by function', () => {
    const set = numbered(10);
    expect(samplesOf(set.filterLabels([0, 2]))).toEqual([0, 2, 3, 5, 6, 8, 9]);
    expect(samplesOf(set.filter(({ x }) => (x.data[0] ?? 0) >= 50))).toEqual([5, 6, 7, 8, 9]);
    expect(samplesOf(set.shuffle({ seed: 1 }).filterLabels([1])).every((i) => i % 3 === 1)).toBe(true);
  });

  it('shuffles its samples, by the same seed into the same order', () => {
    const set = numbered(100);
    const once = samplesOf(set.shuffle({ seed: 1 }));
    expect(once).toEqual(samplesOf(set.shuffle({ seed: 1 })));
    expect(once).not.toEqual(samplesOf(set.shuffle({ seed: 2 })));
    expect(once).not.toEqual(range(0, 100));
    expect(sorted(once)).toEqual(range(0, 100));
    expect(samplesOf(set)).toEqual(range(0, 100));
  });

  it('maps its samples', () => {
    const set = numbered(3).map(({ x, index }) => ({ x: [(x.data[0] ?? 0) + index], y: [index, 1] }));
    expect(set.x).toEqual({ data: Float64Array.of(0, 11, 22), shape: [3, 1] });
    expect(set.y).toEqual({ data: Float64Array.of(0, 1, 1, 1, 2, 1), shape: [3, 2] });
    expect(numbered(3).map(({ x }) => ({ x })).y.data).toEqual(Uint8Array.of(0, 1, 2));
  });
});

describe('a split', () => {
  it('has parts of the given shares with each sample once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.nat(),
        (n, share, seed) => {
          const [first, second] = numbered(n).split(share, { seed });
          expect(Math.abs(first.length - share * n)).toBeLessThanOrEqual(1);
          expect(sorted([...samplesOf(first), ...samplesOf(second)])).toEqual(range(0, n));
        },
      ),
    );
  });

  it('may have more parts, and keeps the order without shuffle', () => {
    const parts = numbered(20).split([0.5, 0.3, 0.2], { shuffle: false });
    expect(parts.map(samplesOf)).toEqual([range(0, 10), range(10, 16), range(16, 20)]);
  });

  it('is the same by the same seed', () => {
    const of = (seed: number) => numbered(50).split(0.5, { seed }).map(samplesOf);
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('gives every part the same share of each class when stratified', () => {
    const { x, y } = iris();
    const [train, test] = dataset(x, y).split(0.8, { seed: 1, stratify: true });
    const counts = ({ y }: Dataset) =>
      [0, 1, 2].map((label) => y.data.filter((one: number) => one === label).length);
    expect([counts(train), counts(test)]).toEqual([[40, 40, 40], [10, 10, 10]]); // prettier-ignore
    expect([...train.y.data.slice(0, 40)]).not.toEqual(Array.from({ length: 40 }, () => 0));
    const rare = dataset(
      Float32Array.from(range(0, 100)),
      Uint8Array.from(range(0, 100), (i) => Number(i < 3)),
    );
    const ones = rare.split([0.8, 0.1, 0.1], { seed: 1, stratify: true }).map(({ y }) => y.data.includes(1));
    expect(ones).toEqual([true, true, true]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['a split with a share of 0', () => numbered(5).split(0), /fraction is 0/],
    ['a split with a share of 1', () => numbered(5).split(1), /fraction is 1/],
    ['a split whose shares exceed 1', () => numbered(5).split([0.5, 0.6]), /is 1.1/],
    ['a split that leaves a part empty', () => numbered(2).split(0.1), /2 samples/],
    [
      'a stratified split of a class with one sample',
      () => numbered(4).split(0.5, { stratify: true }),
      /class 1 has 1 samples/,
    ],
    ['a stratified split by one-hot vectors', () => dataset([[1], [2]], [[1, 0], [0, 1]]).split(0.5, { stratify: true }), /shape \[2, 2\]/], // prettier-ignore
    ['a split with an unknown option', () => numbered(5).split(0.5, { startify: true } as never), /startify/],
  ])('%s is refused', async (_, call, message) => {
    await expectError(call, ArgumentError, { message });
  });
});

describe('batches', () => {
  it('have the given size, but for the last one', () => {
    const set = numbered(7);
    expect(samplesIn(set.batch(3))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(samplesIn(set.batch(3, { dropRemainder: true }))).toEqual([[0, 1, 2], [3, 4, 5]]); // prettier-ignore
    expect([set.batch(3).length, set.batch(3, { dropRemainder: true }).length, set.batch(50).length]).toEqual(
      [3, 2, 1],
    );
    const [[x, y] = []] = [...dataset(digits().train.x, digits().train.y).batch(5)];
    expect([x?.shape, x?.scale, y?.shape]).toEqual([[5, 8, 8], 1 / 16, [5]]);
  });

  it('can be taken, skipped, repeated and mapped', () => {
    const batches = numbered(6).batch(2);
    expect(samplesIn(batches.skip(1).repeat(2).take(3))).toEqual([
      [2, 3],
      [4, 5],
      [2, 3],
    ]);
    expect([batches.skip(1).length, batches.repeat(2).length, batches.repeat().length]).toEqual([
      2,
      6,
      Infinity,
    ]);
    expect(samplesIn(batches.repeat().take(4))).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [0, 1],
    ]);
    const doubled = batches.map((x) => ({ x: { ...x, data: x.data.map((value: number) => 2 * value) } }));
    expect(samplesIn(doubled)).toEqual([[0, 2], [4, 6], [8, 10]]); // prettier-ignore
    expect(samplesIn(numbered(0).batch(2).repeat())).toEqual([]);
  });

  it('have another order in each pass after shuffle, the same by the same seed', () => {
    const passes = () => {
      const batches = numbered(20).shuffle({ seed: 3 }).batch(8);
      return [samplesIn(batches), samplesIn(batches)];
    };
    const [first, second] = passes();
    expect(passes()).toEqual([first, second]);
    expect(first).not.toEqual(second);
    for (const pass of [first, second]) expect(sorted((pass ?? []).flat())).toEqual(range(0, 20));
    const fixed = numbered(20).shuffle({ seed: 3 }).take(8).batch(8);
    expect(samplesIn(fixed), 'a part never mixes with the rest').toEqual(samplesIn(fixed));
  });

  it('train a model as fit does', async () => {
    const { train } = digits();
    const net = () => {
      const model = sequential({ inputShape: [64], seed: 1 }, [layers.dense(10, { activation: 'softmax' })]);
      model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
      return model;
    };
    const [streamed, ahead, whole] = [net(), net(), net()];
    const set = dataset(train.x, train.y);
    await streamed.fitDataset(set.batch(50), { epochs: 3 });
    await ahead.fitDataset(set.batch(50).prefetch(3), { epochs: 3 });
    await whole.fit(train.x, train.y, { epochs: 3, batchSize: 50, shuffle: false });
    expect(streamed.history?.history).toEqual(whole.history?.history);
    expect(ahead.history?.history).toEqual(whole.history?.history);
  });
});

describe('a data set refuses', () => {
  it.each<[string, () => unknown, typeof ArgumentError, RegExp]>([
    ['fewer targets than samples', () => dataset([[1], [2]], [1]), ShapeError, /y has 1 targets/],
    ['a text in place of samples', () => dataset('x' as never), DTypeError, /x is "x"/],
    [
      'an array without axes',
      () => dataset({ data: Float32Array.of(1), shape: [] }),
      ShapeError,
      /shape \[\]/,
    ],
    ['a batch size of 0', () => numbered(3).batch(0), ArgumentError, /size is 0/],
    ['batching without targets', () => dataset([1, 2]).batch(1), ArgumentError, /no y/],
    ['reading targets that were left out', () => dataset([1, 2]).y, ArgumentError, /no y/],
    ['taking half a sample', () => numbered(3).take(0.5), ArgumentError, /samples is 0.5/],
    ['a negative seed', () => numbered(3).shuffle({ seed: -1 }), ArgumentError, /seed is -1/],
    [
      'mapping samples to different shapes',
      () => numbered(3).map(({ index }) => ({ x: range(0, index + 1) })),
      ShapeError,
      /x of sample 1/,
    ],
    [
      'repeating batches 0 times',
      () => new Batches(() => [][Symbol.iterator](), 0).repeat(0),
      ArgumentError,
      /count is 0/,
    ],
  ])('%s', async (_, call, Class, message) => {
    await expectError(call, Class, { message });
  });
});
