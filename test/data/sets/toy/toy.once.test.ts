import { ArgumentError } from 'ferrograd';
import { linear, spiral, xorEasy } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../../support/errors.js';

describe('spiral', () => {
  it('has arms that start in the middle and wind outwards', () => {
    const { x, y } = spiral({ samples: 50, classes: 4, noise: 0 });
    expect(x.shape).toEqual([200, 2]);
    expect(y.shape).toEqual([200]);
    for (let point = 0; point < 200; point++) {
      const [label, radius] = [Math.floor(point / 50), (point % 50) / 49];
      expect(y.data[point]).toBe(label);
      const angle = 2.5 * (4 * label + 4 * radius);
      expect(x.data[2 * point]).toBeCloseTo(radius * Math.sin(angle), 14);
      expect(x.data[2 * point + 1]).toBeCloseTo(radius * Math.cos(angle), 14);
    }
  });

  it('has noise in the angle alone, with the given deviation', () => {
    const samples = 2000;
    const { x } = spiral({ samples, classes: 1, noise: 0.1, seed: 3 });
    let squares = 0;
    for (let point = 1; point < samples; point++) {
      const [a, b] = x.data.subarray(2 * point);
      const radius = point / (samples - 1);
      expect(Math.hypot(a!, b!)).toBeCloseTo(radius, 12);
      const turn = Math.atan2(a!, b!) - 10 * radius;
      squares += (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) ** 2;
    }
    expect(Math.sqrt(squares / samples) / 2.5).toBeCloseTo(0.1, 2);
  });

  it('has 3 classes of 100 points by default, the same by the same seed', () => {
    expect(spiral().x.shape).toEqual([300, 2]);
    expect(spiral({ seed: 1 })).toEqual(spiral({ seed: 1 }));
    expect(spiral({ seed: 1 })).not.toEqual(spiral({ seed: 2 }));
    expect(spiral()).not.toEqual(spiral());
  });
});

describe('linear', () => {
  it('labels points of the unit square by the diagonal', () => {
    const { x, y } = linear({ seed: 1 });
    expect(x.shape).toEqual([100, 2]);
    const labels = Array.from(y.data, (_, point) => (x.data[2 * point]! > x.data[2 * point + 1]! ? 0 : 1));
    expect([...y.data]).toEqual(labels);
    expect(Math.min(...x.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x.data)).toBeLessThan(1);
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    expect(linear({ seed: 1 })).toEqual({ x, y });
    expect(linear({ samples: 7 }).y.shape).toEqual([7]);
  });
});

it('xorEasy has 21 points on two diagonals', () => {
  const { x, y } = xorEasy();
  expect(x.shape).toEqual([21, 2]);
  const points = Array.from(y.data, (label, point) => [...x.data.subarray(2 * point, 2 * point + 2), label]);
  expect(points.filter((point) => point[2] === 0)).toHaveLength(11);
  for (const [a, b, label] of points) expect(b).toBe(label === 0 ? a : 1 - a!);
  expect(points.slice(0, 3)).toEqual([[0, 0, 0], [0, 1, 1], [0.1, 0.1, 0]]); // prettier-ignore
  expect(points.filter(([a]) => a === 0.5)).toEqual([[0.5, 0.5, 0]]);
});

it.each<[string, () => unknown, RegExp]>([
  ['a number of 0 samples', () => spiral({ samples: 0 }), /samples is 0/],
  ['a number of 0.5 classes', () => spiral({ classes: 0.5 }), /classes is 0.5/],
  ['a number of 257 classes', () => spiral({ classes: 257 }), /classes is 257/],
  ['a negative noise', () => spiral({ noise: -1 }), /noise is -1/],
  ['a seed that is no number', () => linear({ seed: '1' as never }), /seed is "1"/],
  ['an unknown option', () => linear({ count: 3 } as never), /"count"/],
])('%s is refused', async (_, call, message) => {
  await expectError(call, ArgumentError, { message });
});
