import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { euler, solveIvp } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { methods, oscillator } from './support.js';

class Failure extends Error {}

/** The exception that a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(methods)('%s', (method) => {
  it.each([
    ['an error', new Failure('mine')],
    ['a string', 'text'],
    ['undefined', undefined],
    ['a number', 0],
  ])('%s that a callback throws is thrown by solveIvp unchanged', (_, reason) => {
    const fail = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
      throw reason;
    };
    let thrown = 0;
    const runs: (() => unknown)[] = [
      () => solveIvp(fail, [0, 1], [1], { method }),
      () => solveIvp((t) => (t > 0.3 ? fail() : 1), [0, 1], [1], { method }),
      () => solveIvp(() => 1, [0, 1], [1], { method, events: fail }),
      () => solveIvp(() => 1, [0, 1], [1], { method, events: (t) => (t > 0 ? fail() : 1) }),
      () => solveIvp(() => 1, [0, 1], [1], { method, onStep: fail }),
    ];
    if (method === 'Radau' || method === 'BDF')
      runs.push(() => solveIvp(() => 1, [0, 1], [1], { method, jac: fail }));
    for (const run of runs) {
      try {
        run();
      } catch (error) {
        expect(error).toBe(reason);
        thrown++;
      }
    }
    expect(thrown).toBe(runs.length);
  });

  it('a right-hand side may itself solve', () => {
    const inner = (t: number) =>
      solveIvp((_s, [x = 0]) => [-x], [0, t], [1], { method, rtol: 1e-8, atol: 1e-10 }).y[0]!.at(-1)!;
    const nested = solveIvp((t) => [inner(t)], [0, 1], [0], { method, rtol: 1e-6, atol: 1e-9 });
    const direct = solveIvp((t) => [Math.exp(-t)], [0, 1], [0], { method, rtol: 1e-6, atol: 1e-9 });
    expect(nested.y[0]!.at(-1)).toBeCloseTo(1 - Math.exp(-1), 5);
    expect(nested.y[0]!.at(-1)).toBeCloseTo(direct.y[0]!.at(-1)!, 6);
  });

  it('growth of the memory during a callback does not change the solution', () => {
    const expected = solveIvp(oscillator, [0, 10], [1, 0], { method, events: (_t, [x = 0]) => x });
    let calls = 0;
    const grow = () => {
      // A result of some megabytes makes the kernels' memory grow.
      if (calls++ % 20 === 7) {
        euler(() => 0, [0, 1], [1], { steps: 40_000 * Math.ceil(calls / 20) });
      }
    };
    const actual = solveIvp(
      (t, y, dy) => {
        const [before] = y;
        oscillator(t, y, dy);
        grow();
        expect(y[0]).toBe(before);
      },
      [0, 10],
      [1, 0],
      { method, events: (_t, [x = 0]) => (grow(), x) },
    );
    expect(actual.y.data).toEqual(expected.y.data);
    expect(actual.tEvents).toEqual(expected.tEvents);
  });

  it('an aborted signal stops the solve with the solution so far', () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const solution = solveIvp(oscillator, [0, 1e9], [1, 0], {
      method,
      signal: controller.signal,
      onStep: (t) => {
        if (seen.push(t) === 5) controller.abort();
      },
    });
    expect(solution).toMatchObject({ status: -1, success: false, message: 'The signal stopped the solve.' });
    expect([...solution.t.slice(1)]).toEqual(seen);
  });
});

it('solves give the same values after 100,000 solves that threw', () => {
  const expected = solveIvp(oscillator, [0, 10], [1, 0]).y.data;
  const failure = new Failure('again');
  let caught = 0;
  for (let i = 0; i < 100_000; i++) {
    const error = thrownBy(() =>
      solveIvp(
        () => {
          throw failure;
        },
        [0, 1],
        [1],
      ),
    );
    if (error === failure) caught++;
  }
  expect(caught).toBe(100_000);
  expect(solveIvp(oscillator, [0, 10], [1, 0]).y.data).toEqual(expected);
});

/** y(1) of y' = 1, where each evaluation of the right-hand side solves the same problem, to a depth. */
function nest(depth: number): number {
  if (depth === 0) return 1;
  const { y } = solveIvp(() => [nest(depth - 1)], [0, 1], [0], { firstStep: 1, maxSteps: 1, method: 'RK23' });
  return y[0]!.at(-1)!;
}

it('solves may be nested', () => {
  expect(nest(4)).toBeCloseTo(1, 14);
});

it.each(['RK45', 'DOP853', 'Radau', 'BDF'] as const)(
  'solves with %s may be nested 150 deep, and end in a RangeError where the stack does',
  (method) => {
    let deepest = 0;
    const dig = (level: number, last: number): number => {
      deepest = Math.max(deepest, level);
      let next: number | undefined;
      // Each solve goes deeper once only: finite differences evaluate the right-hand side twice at the start.
      const rhs = () => [(next ??= level < last ? dig(level + 1, last) : 1)];
      return solveIvp(rhs, [0, 1], [0], { firstStep: 1, method }).y[0]!.at(-1)!;
    };
    expect(dig(1, 150)).toBeCloseTo(1, 12);
    expect(deepest).toBe(150);
    for (let i = 0; i < 50; i++) expect(thrownBy(() => dig(1, Infinity))).toBeInstanceOf(RangeError);
    expect(deepest).toBeGreaterThan(150);
    expect(dig(1, 2)).toBeCloseTo(1, 12);
  },
);

it('nesting ends in a typed error before WebAssembly’s stack does, where JavaScript’s is larger', async () => {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData).then(({ solveIvp }) => {
      let deepest = 0;
      const dig = (level) => {
        deepest = level;
        solveIvp((t) => [t === 0 ? dig(level + 1) : 1], [0, 1], [0], { firstStep: 1, method: 'Radau' });
        return 1;
      };
      try {
        dig(1);
      } catch ({ code }) {
        parentPort.postMessage({ code, deepest, after: solveIvp(() => [1], [0, 1], [0]).y[0].at(-1) });
      }
    });`;
  const workerData = new URL('../../dist/index.js', import.meta.url).href;
  const worker = new Worker(program, { eval: true, workerData, resourceLimits: { stackSizeMb: 32 } });
  const [message] = (await once(worker, 'message')) as [unknown];
  await worker.terminate();
  expect(message).toEqual({ code: 'solve-depth', deepest: 1001, after: expect.closeTo(1, 12) as number });
});

it('a stack overflow at any point of a solve leaves the kernels usable', () => {
  const expected = solveIvp(oscillator, [0, 10], [1, 0]).y.data;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  let failures = 0;
  const recurse = (): void => {
    try {
      recurse();
    } catch {
      failures++;
      solveIvp(oscillator, [0, 0.1], [1, 0]);
    }
  };
  for (let i = 0; i < 100; i++) thrownBy(recurse);
  Error.stackTraceLimit = stackTraceLimit;
  expect(failures).toBeGreaterThan(1000);
  expect(solveIvp(oscillator, [0, 10], [1, 0]).y.data).toEqual(expected);
});

it('onStep gets each step once, with a copy of y', () => {
  const steps: [number, Float64Array][] = [];
  const { t, y } = solveIvp(oscillator, [0, 10], [1, 0], {
    onStep: (at, values) => steps.push([at, values]),
  });
  expect(steps.map(([at]) => at)).toEqual([...t.slice(1)]);
  expect(steps.map(([, values]) => values[0])).toEqual([...y[0]!.slice(1)]);
});
