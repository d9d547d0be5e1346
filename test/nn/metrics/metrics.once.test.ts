import { readFileSync } from 'node:fs';

import { ArgumentError, classWeights, type MetricValue, metrics, ShapeError } from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { metric, metricFactories } from '../../../dist/nn/metrics/index.js';
import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';

interface Data {
  target: number[] | number[][];
  output: number[] | number[][];
}
interface Case {
  kind: string;
  options: Record<string, string | number>;
  data: 'binary' | 'classes' | 'distinct' | 'marks' | 'values';
  weighted: boolean;
  value: number | number[];
  shape: number[];
}
/** Made by `make_metrics.py` beside the file. */
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
) as Record<Case['data'], Data> & {
  weights: number[];
  cases: Case[];
  classWeights: { labels: number[]; balanced: number[] };
};

const flat = (result: MetricValue) => (typeof result === 'number' ? [result] : [...result.data]);
const shapeOf = (result: MetricValue) => (typeof result === 'number' ? [] : result.shape);

it('every metric has a reference', () => {
  expect(new Set(fixtures.cases.map(({ kind }) => kind))).toEqual(new Set(Object.keys(metricFactories)));
});

it.each(fixtures.cases)('$kind $options of $data is that of scikit-learn (weighted: $weighted)', (one) => {
  const { kind, options, weighted, value, shape } = one;
  const { target, output } = fixtures[one.data];
  const sampleWeight = weighted ? fixtures.weights : undefined;
  const result = metrics.compute({ kind, ...options }, target, output, { sampleWeight });
  expect(shapeOf(result)).toEqual(shape);
  expectClose(flat(result), [value].flat(), 1e-12);
});

describe('batches', () => {
  /** Samples of several classes with values that repeat, and where to cut them. */
  const samples = fc.integer({ min: 1, max: 4 }).chain((units) =>
    fc.record({
      units: fc.constant(units),
      rows: fc.array(
        fc.record({
          outputs: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: units, maxLength: units }),
          label: fc.nat({ max: Math.max(1, units - 1) }),
          weight: fc.integer({ min: 0, max: 5 }),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      cuts: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }),
    }),
  );

  it.each(Object.keys(metricFactories))('of any sizes give the same %s, bitwise', (kind) => {
    fc.assert(
      fc.property(samples, fc.boolean(), ({ units, rows, cuts }, weighted) => {
        const made = metric(kind === 'topKCategoricalAccuracy' ? { kind, k: 1 } : kind, 'test');
        fc.pre(units > 1 || !kind.includes('ategoricalAccuracy'));
        made.check(units, 'test');
        const feed = (ends: readonly number[]) => {
          const accumulator = made.create(units);
          let from = 0;
          for (const end of ends) {
            const batch = rows.slice(from, end);
            const labels = batch.map(({ label }) => label);
            accumulator.update({
              outputs: Float64Array.from(batch.flatMap(({ outputs }) => outputs.map((value) => value / 8))),
              targets:
                units > 1
                  ? { labels: Uint32Array.from(labels) }
                  : { values: Float64Array.from(labels), width: 1 },
              units,
              count: batch.length,
              weights: weighted ? Float64Array.from(batch, ({ weight }) => weight / 3) : undefined,
            });
            from = end;
          }
          return accumulator.result();
        };
        const ends = [...cuts.filter((cut) => cut < rows.length), rows.length].sort((a, b) => a - b);
        expect(feed(ends)).toEqual(feed([rows.length]));
      }),
      { numRuns: 60 },
    );
  });

  it('give a result after each of them', () => {
    const accumulator = metrics.auc().create(1);
    const batch = { outputs: Float64Array.of(0.1, 0.9), units: 1, count: 2 };
    accumulator.update({ ...batch, targets: { values: Float64Array.of(0, 1), width: 1 } });
    expect(accumulator.result()).toBe(1);
    accumulator.update({ ...batch, targets: { values: Float64Array.of(1, 0), width: 1 } });
    expect(accumulator.result()).toBe(0.5);
  });
});

describe('accuracy', () => {
  const rows = [
    [0.2, 0.5, 0.3],
    [0.6, 0.3, 0.1],
    [0.1, 0.2, 0.7],
  ];

  it.each(['accuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy'] as const)(
    'of labels and of one-hot vectors is the same: %s',
    (name) => {
      const oneHot = [
        [0, 1, 0],
        [0, 1, 0],
        [0, 0, 1],
      ];
      expect(metrics.compute(name, [1, 1, 2], rows)).toBeCloseTo(2 / 3, 15);
      expect(metrics.compute(name, oneHot, rows)).toBeCloseTo(2 / 3, 15);
    },
  );

  it('with one output compares the sides of one half', () => {
    expect(metrics.compute('accuracy', [0, 1, 1, 0], [0.5, 0.6, 0.4, 0.1])).toBe(0.75);
    expect(metrics.compute('accuracy', [[0], [1]], [[0.5], [0.6]])).toBe(1);
  });

  it('of k classes counts equal outputs as correct', () => {
    const even = [[0.25, 0.25, 0.25, 0.25]];
    expect(metrics.compute(metrics.topKCategoricalAccuracy({ k: 1 }), [3], even)).toBe(1);
    expect(metrics.compute(metrics.topKCategoricalAccuracy({ k: 2 }), [0], [[0.1, 0.3, 0.3, 0.3]])).toBe(0);
    expect(metrics.compute(metrics.topKCategoricalAccuracy({ k: 1 }), [0], [[NaN, 0, 0]])).toBe(0);
  });
});

describe('auc', () => {
  it('is NaN if there is only one class, or an output is NaN', () => {
    expect(metrics.compute('auc', [1, 1], [0.2, 0.8])).toBeNaN();
    expect(metrics.compute('auc', [0, 0], [0.2, 0.8])).toBeNaN();
    expect(metrics.compute(metrics.auc({ curve: 'PR' }), [0, 0], [0.2, 0.8])).toBeNaN();
    expect(metrics.compute('auc', [0, 1], [NaN, 0.8])).toBeNaN();
  });

  it('is the share of pairs of samples in the right order', () => {
    const pair = fc.record({
      output: fc.integer({ min: 0, max: 9 }),
      target: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), (pairs) => {
        const of = (target: number) =>
          pairs.filter((one) => one.target === target).map(({ output }) => output);
        const [negatives, positives] = [of(0), of(1)];
        const wins = positives.flatMap((a) => negatives.map((b) => (Math.sign(a - b) + 1) / 2));
        const share = wins.reduce((sum, win) => sum + win, 0) / wins.length;
        const area = metrics.compute(
          'auc',
          pairs.map(({ target }) => target),
          pairs.map(({ output }) => output / 9),
        ) as number;
        if (wins.length === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(share, 12);
      }),
    );
  });
});

describe('r2', () => {
  it('is 1 for exact outputs and 0 for others if all targets are equal', () => {
    expect(metrics.compute('r2', [2, 2, 2], [2, 2, 2])).toBe(1);
    expect(metrics.compute('r2', [2, 2, 2], [2, 2, 3])).toBe(0);
    expect(metrics.compute('r2', [2], [2])).toBeNaN();
  });

  it('does not lose digits for large targets', () => {
    const far = [1e9, 1e9 + 1, 1e9 + 2];
    expect(metrics.compute('r2', far, [1e9, 1e9 + 1, 1e9 + 1])).toBeCloseTo(0.5, 12);
  });
});

it('metrics of one kind are distinguished by their names', () => {
  expect(metrics.f1().name).toBe('f1');
  expect(metrics.f1({ name: 'f1 of cats', classId: 0 }).name).toBe('f1 of cats');
});

const three = [
  [0.2, 0.5, 0.3],
  [0.6, 0.3, 0.1],
];
it.each([
  ['an unknown metric', () => metrics.compute('f2' as never, [0], [0])],
  ['no samples', () => metrics.compute('accuracy', [], [])],
  ['a label out of range', () => metrics.compute('accuracy', [0, 3], three)],
  ['a label that is none', () => metrics.compute('accuracy', [0, 0.5], three)],
  ['one output where classes are needed', () => metrics.compute('categoricalAccuracy', [0, 1], [0, 1])],
  ['a k as large as the classes', () => metrics.compute('topKCategoricalAccuracy', [0, 1], three)],
  ['a class that is none', () => metrics.compute(metrics.f1({ classId: 3 }), [0, 1], three)],
  ['a class of one output', () => metrics.compute(metrics.f1({ classId: 0 }), [0, 1], [0, 1])],
  ['an unknown average', () => metrics.f1({ average: 'mean' as never })],
  ['an unknown curve', () => metrics.auc({ curve: 'DET' as never })],
  ['a misspelt option', () => metrics.f1({ treshold: 0.5 } as never)],
  ['an empty name', () => metrics.accuracy({ name: '' })],
  ['negative weights', () => metrics.compute('accuracy', [0, 1], three, { sampleWeight: [1, -1] })],
  ['weights that are all 0', () => metrics.compute('accuracy', [0, 1], three, { sampleWeight: [0, 0] })],
])('refuse %s', async (_, call) => {
  await expectError(call, ArgumentError);
});

it.each([
  ['targets', () => metrics.compute('accuracy', [0, 1, 2], three)],
  [
    'targets of other width',
    () =>
      metrics.compute(
        'r2',
        [
          [0, 1],
          [1, 0],
        ],
        three,
      ),
  ],
  ['weights', () => metrics.compute('accuracy', [0, 1], three, { sampleWeight: [1] })],
])('refuse %s that do not fit', async (_, call) => {
  await expectError(call, ShapeError);
});

describe('classWeights', () => {
  it('are the balanced weights of scikit-learn', () => {
    const { labels, balanced } = fixtures.classWeights;
    expectClose(classWeights(labels), balanced, 1e-15);
  });

  it.each([
    ['a class without samples', () => classWeights([0, 2])],
    ['labels that are none', () => classWeights([0, 0.5, 1])],
    ['negative labels', () => classWeights([0, -1])],
    ['NaN', () => classWeights([0, NaN])],
    ['more labels than classes', () => classWeights([0, 1, 2], 2)],
    ['huge labels', () => classWeights([0, 1e12])],
  ])('refuse %s', async (_, call) => {
    await expectError(call, ArgumentError, { operation: 'classWeights' });
  });
});
