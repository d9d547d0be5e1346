import { type EventFunction, solveIvp } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { methods, oscillator, rational } from './support.js';

const event = (call: (t: number, y: Float64Array) => number, properties: Partial<EventFunction> = {}) =>
  Object.assign((t: number, y: Float64Array) => call(t, y), properties);

describe.each(methods)('%s', (method) => {
  const first = () => event((_t, [x = 0, y = 0]) => x - y ** 0.7);
  const second = () => event((_t, [, y = 0]) => y ** 0.6 - y ** 1.2 - 0.02 + y - 0.2);

  it('counts the roots of either direction, and of both', () => {
    const run = (direction: number, other: number) =>
      solveIvp(rational, [5, 8], [1 / 3, 2 / 9], {
        method,
        events: [Object.assign(first(), { direction }), Object.assign(second(), { direction: other })],
      }).tEvents!.map((times) => times.length);
    const both = run(0, 0);
    const up = run(1, 1);
    const down = run(-1, -1);
    expect(both).toEqual(up.map((count, i) => count + down[i]!));
    expect(both[0]).toBe(1);
  });

  it('ends at a terminal event, forward and backward, and stores its point', () => {
    for (const [from, to] of [
      [0, 10],
      [0, -10],
    ] as const) {
      for (const tEval of [undefined, [from, to / 20, to / 2]]) {
        const { t, y, sol, status, message, tEvents, yEvents } = solveIvp(oscillator, [from, to], [1, 0], {
          method,
          rtol: 1e-8,
          atol: 1e-10,
          events: event((_t, [x = 0]) => x, { terminal: true }),
          denseOutput: true,
          ...(tEval && { tEval }),
        });
        expect([status, message]).toEqual([1, 'A termination event occurred.']);
        expect(Math.abs(tEvents![0]![0]!)).toBeCloseTo(Math.PI / 2, 6);
        expect(t.at(-1)).toBe(tEvents![0]![0]);
        expect(yEvents![0]!.shape).toEqual([1, 2]);
        expect([...yEvents![0]![0]!]).toEqual([y[0]!.at(-1), y[1]!.at(-1)]);
        expect(sol.tMax - sol.tMin).toBe(Math.abs(t.at(-1)! - from));
        if (tEval) expect([...t]).toEqual([from, to / 20, tEvents![0]![0]]);
      }
    }
  });

  it('ends at the n-th occurrence of an event', () => {
    const { tEvents } = solveIvp(oscillator, [0, 100], [1, 0], {
      method,
      rtol: 1e-6,
      atol: 1e-8,
      events: { event: (_t, [x = 0]) => x, terminal: 4, direction: 0 },
    });
    expect(tEvents![0]).toHaveLength(4);
    expect(tEvents![0]!.at(-1)).toBeCloseTo(3.5 * Math.PI, 3);
  });

  it('records a root at a step boundary once', () => {
    // With steps of 1/4 each crossing of a multiple of 1/2 is at the end of one step and the start of the next.
    const { tEvents } = solveIvp(() => 1, [0, 2], [0.25], {
      method,
      firstStep: 0.25,
      maxStep: 0.25,
      events: event((t) => t - 1),
    });
    expect(tEvents![0]).toHaveLength(1);
    expect(tEvents![0]![0]).toBeCloseTo(1, 14);
  });
});

it('the cannon of SciPy’s documentation is solved with its values', () => {
  const ground = event((_t, [height = 0]) => height, { terminal: true, direction: -1 });
  const apex = event((_t, [, speed = 0]) => speed);
  const { tEvents, yEvents, t } = solveIvp((_t, [, speed = 0]) => [speed, -0.5], [0, 100], [0, 10], {
    events: [ground, apex],
  });
  expect(tEvents!.map((times) => [...times])).toEqual([[expect.closeTo(40, 12)], [expect.closeTo(20, 12)]]);
  expect(yEvents![1]![0]![0]).toBeCloseTo(100, 10);
  expect(t).toHaveLength(8);
});

it('a solve of an infinite interval runs to a terminal event', () => {
  const { t, status } = solveIvp(() => 1, [0, Infinity], [0], {
    events: event((_t, [y = 0]) => y - 50, { terminal: true }),
  });
  expect([status, t.at(-1)]).toEqual([1, expect.closeTo(50, 10)]);
});
