import {
  differenceQuotients,
  type Edges,
  hampel,
  medianFilter,
  movingMean,
  movingMedian,
  removeSpikes,
} from 'ferrograd/signal';
import { ArgumentError, ShapeError } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { expectClose } from '../support/close.js';
import { expectError } from '../support/errors.js';
import { scipy } from './fixtures.js';

const { series, uneven } = scipy.input;

describe('moving windows give SciPy’s values', () => {
  test.each(Object.entries(scipy.smoothed))('%s', (name, expected) => {
    const [filter, window, edges] = name.split(' ');
    const smooth = filter === 'movingMean' ? movingMean : movingMedian;
    expectClose(smooth(series, Number(window), { edges: edges as Edges }), expected, 1e-14);
  });

  test('medianFilter gives the values of scipy.signal.medfilt', () => {
    expectClose(medianFilter(series), scipy.smoothed['movingMedian 3 zero']!, 0);
  });

  test('movingMean loses no accuracy after a huge value has left the window', () => {
    expect(movingMean([1e16, 1, 1, 1, 1, 1], 3).at(-1)).toBe(1);
  });

  test('windows may be longer than the series', () => {
    expect([...movingMean([1, 2, 6], 7)]).toEqual([3, 3, 3]);
    expect(movingMean([1, 2, 6], 7, { edges: 'valid' })).toHaveLength(0);
    expectClose(movingMedian([1, 2], 7, { edges: 'reflect' }), [2, 1], 0);
    expect(movingMean([], 3)).toHaveLength(0);
  });
});

describe('spikes', () => {
  test('Hampel’s filter finds and replaces them', () => {
    const { values, spikes } = hampel(series, { threshold: 5 });
    expect(spikes).toEqual([5, 17, 30]);
    values.forEach((value, i) => {
      if (!spikes.includes(i)) expect(value).toBe(series[i]);
      expect(Math.abs(value - Math.sin(i / 5))).toBeLessThan(0.3);
    });
  });

  test('removeSpikes replaces them by the mean of both neighbours', () => {
    const { values, spikes } = removeSpikes(series, { threshold: 1 });
    expect(spikes).toEqual([5, 17, 30]);
    expect(values[5]).toBe((series[4]! + series[6]!) / 2);
  });

  test('a step is no spike', () => {
    const step = [0, 0, 0, 0, 5, 5, 5, 5];
    expect(removeSpikes(step, { threshold: 1 })).toEqual({ values: new Float64Array(step), spikes: [] });
    expect([...hampel(step).values]).toEqual(step);
  });

  test('the input is not changed', () => {
    const before = Float64Array.from(series);
    hampel(before);
    removeSpikes(before, { threshold: 1 });
    expect([...before]).toEqual(series);
  });
});

describe('difference quotients', () => {
  test('central ones are those of numpy.gradient', () => {
    expectClose(differenceQuotients(series, 0.25), scipy.differences.even, 1e-13);
    expectClose(differenceQuotients(series, uneven), scipy.differences.uneven, 1e-12);
  });

  test('each kind of a parabola has the expected values', () => {
    const y = [0, 1, 4, 9];
    expect([...differenceQuotients(y, 1, { kind: 'forward' })]).toEqual([1, 3, 5, NaN]);
    expect([...differenceQuotients(y, 1, { kind: 'backward' })]).toEqual([NaN, 1, 3, 5]);
    expect([...differenceQuotients(y, 1, { kind: 'second' })]).toEqual([NaN, 2, 2, NaN]);
    expect([...differenceQuotients([16, 4, 1], [4, 2, 1], { kind: 'second' })]).toEqual([NaN, 2, NaN]);
  });
});

test.each<[string, () => unknown, typeof ArgumentError | typeof ShapeError, RegExp]>([
  ['an even window', () => movingMean(series, 4), ArgumentError, /pass 5/],
  ['a window that is NaN', () => movingMedian(series, NaN), ArgumentError, /window/],
  ['unknown edges', () => movingMean(series, 3, { edges: 'wrap' as Edges }), ArgumentError, /edges/],
  ['a value that is NaN', () => hampel([1, NaN]), ArgumentError, /values\[1\] is NaN/],
  ['a matrix', () => movingMean([[1, 2]], 3), ShapeError, /one-dimensional/],
  ['a negative threshold', () => removeSpikes(series, { threshold: -1 }), ArgumentError, /threshold/],
  ['an x that repeats', () => differenceQuotients([1, 2, 3], [0, 1, 1]), ArgumentError, /x\[2\]/],
  ['too few points', () => differenceQuotients([1]), ArgumentError, /at least 2/],
  ['x and y of different lengths', () => differenceQuotients([1, 2, 3], [0, 1]), ShapeError, /as many/],
])('refuses %s', async (_, call, type, message) => {
  await expectError(call, type, { message });
});
