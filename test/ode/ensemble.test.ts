import { ArgumentError, DTypeError, ShapeError, solveEnsemble, solveIvp, system, systems } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { expectError } from '../support/errors.js';

const explicit = ['RK45', 'RK23', 'DOP853', 'Tsit5'] as const;
const lotkaVolterra = system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 1.5, b: 1, c: 3, d: 1 });
const pendulum = system({ angle: 'v', v: '-sin(angle) - c*v + cos(t)' }, { c: 0.1 });
const y0s = Array.from({ length: 21 }, (_, i) => [10 + i / 3, 5 - i / 7]);

describe('an ensemble', () => {
  test.each([...explicit, 'Radau', 'BDF'] as const)(
    'by %s is bitwise identical to single solves',
    (method) => {
      for (const one of [lotkaVolterra, systems.lotkaVolterra(), pendulum]) {
        for (const tEval of [undefined, [0, 0.5, 0.51, 2]]) {
          const options = { method, rtol: 1e-5, ...(tEval && { tEval }) };
          const all = solveEnsemble(one, [0, 2], y0s, {}, options);
          expect(all.success).toBe(true);
          y0s.forEach((y0, i) => {
            const single = solveIvp(one, [0, 2], y0, options);
            expect([all.nfev[i], all.njev[i], all.nlu[i], all.status[i]]).toEqual([
              ...[single.nfev, single.njev, single.nlu, single.status],
            ]);
            const points = tEval?.length ?? 1;
            const values = all.y.data.subarray(i * points * 2, (i + 1) * points * 2);
            const columns = tEval ? tEval.map((_, k) => k) : [single.t.length - 1];
            expect([...values]).toEqual(columns.flatMap((k) => [single.y[0]![k], single.y[1]![k]]));
            if (!tEval) expect(all.steps[i]).toBe(single.t.length - 1);
          });
        }
      }
    },
  );

  test('takes sets of parameters as it takes initial values', () => {
    const rhos = [10, 14, 20, 28];
    const { y } = solveEnsemble(systems.lorenz(), [0, 3], [1, 1, 1], { rho: rhos, beta: 2 });
    expect(y.shape).toEqual([4, 3]);
    rhos.forEach((rho, i) => {
      const single = solveIvp(systems.lorenz({ rho, beta: 2 }), [0, 3], [1, 1, 1]);
      expect([...y.data.subarray(3 * i, 3 * i + 3)]).toEqual(single.y.map((row) => row.at(-1)));
    });
    const rows = rhos.map((rho) => ({ rho, beta: 2 }));
    expect(solveEnsemble(systems.lorenz(), [0, 3], [[1, 1, 1]], rows).y.data).toEqual(y.data);
  });

  test('has the values at all times of tEval for each trajectory', () => {
    const { t, y, tEnd } = solveEnsemble(lotkaVolterra, [1, -0.5], y0s, {}, { tEval: [0.5, 0] });
    expect([...t]).toEqual([0.5, 0]);
    expect(y.shape).toEqual([21, 2, 2]);
    expect([...tEnd]).toEqual(y0s.map(() => -0.5));
  });

  test('does not depend on the number of threads', () => {
    const [one, many] = [1, 7].map((threads) => solveEnsemble(lotkaVolterra, [0, 5], y0s, {}, { threads }));
    expect(many!.y.data).toEqual(one!.y.data);
    expect(many!.nfev).toEqual(one!.nfev);
  });

  test('applies limits to each trajectory, and the failure of one leaves the others as they are', () => {
    // y′ = y² reaches infinity at t = 1/y(0).
    const blowUp = system({ y: 'y^2' });
    const starts = [[0.1], [0.5], [2], [10]];
    const free = solveEnsemble(blowUp, [0, 1], starts);
    expect(free.end).toEqual(['finished', 'finished', 'stepTooSmall', 'stepTooSmall']);
    expect([...free.status]).toEqual([0, 0, -1, -1]);
    expect(free.success).toBe(false);
    expect(free.tEnd[2]).toBeCloseTo(0.5, 2);
    const single = solveIvp(blowUp, [0, 1], [0.1]);
    expect(free.y.data[0]).toBe(single.y[0]!.at(-1));

    const capped = solveEnsemble(blowUp, [0, 1], starts, {}, { maxEvaluations: 100 });
    expect(capped.end.slice(2)).toEqual(['maxEvaluations', 'maxEvaluations']);
    expect(Math.max(...capped.nfev)).toBeLessThanOrEqual(100);
    const floored = solveEnsemble(blowUp, [0, 1], starts, {}, { minStep: 1e-3 });
    expect(floored.end.slice(2)).toEqual(['stepTooSmall', 'stepTooSmall']);
    expect(floored.nfev[2]).toBeLessThan(free.nfev[2]!);
    const short = solveEnsemble(blowUp, [0, 1], starts, {}, { maxSteps: 2 });
    expect(short.end[3]).toBe('maxSteps');
    for (const method of ['Radau', 'BDF'] as const) {
      const stiff = solveEnsemble(blowUp, [0, 1], starts, {}, { method, maxEvaluations: 60 });
      expect([...stiff.status]).toEqual([0, 0, -1, -1]);
    }
    const points = solveEnsemble(blowUp, [0, 1], starts, {}, { tEval: [0.2, 0.9] });
    expect([...points.y.data.subarray(4)]).toEqual([expect.closeTo(2 / 0.6, 2), NaN, NaN, NaN]);
    const atOnce = solveEnsemble(system({ y: 'log(y)' }), [0, 1], [[-1], [1]]);
    expect(atOnce.end).toEqual(['notANumber', 'finished']);
  });

  const anything = solveEnsemble as (...args: unknown[]) => unknown;
  const Type = DTypeError;
  const Shape = ShapeError;

  test.each<[string, () => unknown, typeof ArgumentError, string]>([
    ['a function as system', () => anything(() => [0], [0, 1], [[1]]), Type, 'not-a-system'],
    [
      'initial values of another length than the system',
      () => solveEnsemble(lotkaVolterra, [0, 1], [[1, 2, 3]]),
      Shape,
      'y0s-shape',
    ],
    [
      'no initial values',
      () => solveEnsemble(lotkaVolterra, [0, 1], { data: new Float64Array(), shape: [0, 2] }),
      Shape,
      'y0s-shape',
    ],
    [
      'initial values of three axes',
      () => solveEnsemble(lotkaVolterra, [0, 1], [[[1, 2]]]),
      Shape,
      'y0s-shape',
    ],
    [
      'an initial value that is NaN',
      () => solveEnsemble(lotkaVolterra, [0, 1], [[1, NaN]]),
      ArgumentError,
      'not-finite',
    ],
    [
      'another number of parameter sets than of initial values',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, { a: [1, 2] }),
      Shape,
      'ensemble-size',
    ],
    [
      'parameters of different lengths',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, { a: [1, 2], b: [1] }),
      Shape,
      'parameter-count',
    ],
    [
      'an unknown parameter',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, { q: 1 }),
      ArgumentError,
      'unknown-parameter',
    ],
    [
      'sets with different parameters',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, [{ a: 1 }, {}]),
      ArgumentError,
      'not-a-number-in-range',
    ],
    [
      'a parameter that is a string',
      () => anything(lotkaVolterra, [0, 1], y0s, { a: '1' }),
      Type,
      'parameters',
    ],
    [
      'an unknown option',
      () => anything(lotkaVolterra, [0, 1], y0s, {}, { denseOutput: true }),
      ArgumentError,
      'unknown-option',
    ],
    [
      'a negative minStep',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, {}, { minStep: -1 }),
      ArgumentError,
      'not-a-number-in-range',
    ],
    [
      'a maxEvaluations of 0',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, {}, { maxEvaluations: 0 }),
      ArgumentError,
      'not-an-integer',
    ],
    [
      'an unsorted tEval',
      () => solveEnsemble(lotkaVolterra, [0, 1], y0s, {}, { tEval: [1, 0.5] }),
      ArgumentError,
      't-eval',
    ],
  ])('refuses %s', async (_, call, Class, code) => {
    await expectError(call, Class, { code });
  });
});
