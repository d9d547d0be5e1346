import {
  ArgumentError,
  DTypeError,
  euler,
  rungeKutta4,
  ShapeError,
  solveIvp,
  type SolveOptions,
} from 'ferrograd';
import { describe, expect, it, vi } from 'vitest';

import { expectError } from '../support/errors.js';
import { methods, oscillator } from './support.js';

const decay = (_t: number, y: Float64Array) => [-y[0]!];
/** `solveIvp` as JavaScript calls it, with arguments of any type. */
const solve = (fun: unknown, span: unknown, y0: unknown, options?: unknown) =>
  solveIvp(fun as typeof decay, span as [number, number], y0 as number[], options as SolveOptions);

type Case = [name: string, call: () => unknown, Class: typeof ArgumentError, message: RegExp];
const Shape: typeof ArgumentError = ShapeError;
const DType: typeof ArgumentError = DTypeError;

const cases: Case[] = [
  ['a number as fun', () => solve(5, [0, 1], [1]), ArgumentError, /fun is 5/],
  ['an interval of one number', () => solve(decay, [0], [1]), ArgumentError, /tSpan is \[0, NaN\]/],
  ['an interval of three numbers', () => solve(decay, [0, 1, 2], [1]), ArgumentError, /two numbers/],
  ['an interval from infinity', () => solve(decay, [-Infinity, 0], [1]), ArgumentError, /first is finite/],
  ['NaN in the interval', () => solve(decay, [0, NaN], [1]), ArgumentError, /tSpan/],
  ['a bare number as y0', () => solve(decay, [0, 1], 1), DType, /y0/],
  [
    'nested y0',
    () => solve(decay, [0, 1], [[1, 2]]),
    Shape,
    /y0 has shape \[1, 2\], it must be one-dimensional/,
  ],
  ['NaN in y0', () => solve(decay, [0, 1], [1, NaN]), ArgumentError, /y0\[1\] is NaN/],
  ['complex y0', () => solve(decay, [0, 1], [{ re: 1, im: 2 }]), DType, /complex number.*two components/],
  ['a string in y0', () => solve(decay, [0, 1], ['1']), DType, /y0\[0\] is "1"/],
  [
    'an unknown method',
    () => solve(decay, [0, 1], [1], { method: 'rk45' }),
    ArgumentError,
    /did you mean 'RK45'\?/,
  ],
  [
    'an unknown option',
    () => solve(decay, [0, 1], [1], { t_eval: [1] }),
    ArgumentError,
    /did you mean 'tEval'\?/,
  ],
  ['NaN as rtol', () => solve(decay, [0, 1], [1], { rtol: NaN }), ArgumentError, /rtol is NaN/],
  ['negative atol', () => solve(decay, [0, 1], [1], { atol: -1e-6 }), ArgumentError, /atol is -0.000001/],
  [
    'a negative atol of one component',
    () => solve(oscillator, [0, 1], [1, 0], { atol: [1, -1] }),
    ArgumentError,
    /atol is -1/,
  ],
  [
    'too few values of atol',
    () => solve(oscillator, [0, 1], [1, 0], { atol: [1] }),
    Shape,
    /atol has 1 values, y has 2/,
  ],
  ['a first step of 0', () => solve(decay, [0, 1], [1], { firstStep: 0 }), ArgumentError, /firstStep is 0/],
  [
    'a first step longer than the interval',
    () => solve(decay, [0, 1], [1], { firstStep: 2 }),
    ArgumentError,
    /firstStep is 2.*at most 1/,
  ],
  ['a maxStep of 0', () => solve(decay, [0, 1], [1], { maxStep: 0 }), ArgumentError, /maxStep is 0/],
  ['a negative maxStep', () => solve(decay, [0, 1], [1], { maxStep: -1 }), ArgumentError, /above 0/],
  ['a maxSteps of 0.5', () => solve(decay, [0, 1], [1], { maxSteps: 0.5 }), ArgumentError, /maxSteps is 0.5/],
  [
    'tEval outside the interval',
    () => solve(decay, [0, 1], [1], { tEval: [0, 2] }),
    ArgumentError,
    /tEval\[1\] is 2/,
  ],
  ['NaN in tEval', () => solve(decay, [0, 1], [1], { tEval: [NaN] }), ArgumentError, /tEval\[0\] is NaN/],
  ['unsorted tEval', () => solve(decay, [0, 1], [1], { tEval: [0.5, 0.4] }), ArgumentError, /must increase/],
  ['repeated tEval', () => solve(decay, [0, 1], [1], { tEval: [0.5, 0.5] }), ArgumentError, /0.5 after 0.5/],
  [
    'increasing tEval in a backward interval',
    () => solve(decay, [1, 0], [1], { tEval: [0, 1] }),
    ArgumentError,
    /must decrease/,
  ],
  ['nested tEval', () => solve(decay, [0, 1], [1], { tEval: [[0.5]] }), Shape, /tEval/],
  [
    'a number as denseOutput',
    () => solve(decay, [0, 1], [1], { denseOutput: 1 }),
    ArgumentError,
    /denseOutput is 1/,
  ],
  [
    'args that are no array',
    () => solve(decay, [0, 1], [1], { args: 3 }),
    ArgumentError,
    /args is 3.*\[value\]/,
  ],
  ['a number as event', () => solve(decay, [0, 1], [1], { events: [7] }), ArgumentError, /events\[0\] is 7/],
  [
    'a terminal of 1.5',
    () => solve(decay, [0, 1], [1], { events: { event: () => 1, terminal: 1.5 } }),
    ArgumentError,
    /1.5/,
  ],
  [
    'a string as direction',
    () => solve(decay, [0, 1], [1], { events: { event: () => 1, direction: 'up' } }),
    ArgumentError,
    /"up"/,
  ],
  [
    'an event that returns a string',
    () => solve(decay, [0, 1], [1], { events: () => 'x' }),
    DType,
    /events\[0\] is "x"/,
  ],
  ['an onStep that is no function', () => solve(decay, [0, 1], [1], { onStep: {} }), ArgumentError, /onStep/],
  ['a number as signal', () => solve(decay, [0, 1], [1], { signal: 5 }), ArgumentError, /signal is 5/],
  [
    'neither steps nor stepSize',
    () => euler(decay, [0, 1], [1], {}),
    ArgumentError,
    /neither steps nor stepSize/,
  ],
  [
    'both steps and stepSize',
    () => euler(decay, [0, 1], [1], { steps: 5, stepSize: 0.1 }),
    ArgumentError,
    /both/,
  ],
  ['a stepSize of 0', () => rungeKutta4(decay, [0, 1], [1], { stepSize: 0 }), ArgumentError, /stepSize is 0/],
  ['0 steps', () => rungeKutta4(decay, [0, 1], [1], { steps: 0 }), ArgumentError, /steps is 0/],
];

it.each(cases)('%s is refused', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
});

describe.each(methods)('%s', (method) => {
  /** A right-hand side that returns a wrong value from t = 0.2 on. */
  const midway = (value: unknown) => (t: number, y: Float64Array) => (t > 0.2 ? value : [...y]);

  it.each<[string, unknown, typeof ArgumentError, RegExp]>([
    ['too few values', [1], Shape, /fun returned 1 values, y has 2 values/],
    ['too many values', [1, 2, 3], Shape, /fun returned 3 values/],
    ['nothing', undefined, Shape, /fun returned undefined.*\(t, y, dy\)/],
    ['a number for two equations', 3, Shape, /fun returned 3/],
    ['a string', ['a', 1], DType, /fun\(t, y\)\[0\] is "a"/],
    ['a missing value', [1, undefined], DType, /\[1\] is undefined/],
    ['complex numbers', [{ re: 1, im: 1 }, 0], DType, /complex/],
  ])(
    'a right-hand side that returns %s is refused, at the start and midway',
    async (_, value, Class, message) => {
      await expectError(() => solve(() => value, [0, 1], [1, 0], { method }), Class, { message });
      await expectError(() => solve(midway(value), [0, 1], [1, 0], { method, maxStep: 0.1 }), Class, {
        message,
      });
    },
  );

  it('a function of three parameters that returns its derivative is refused', async () => {
    const fun = (_t: number, y: Float64Array, own: Float64Array) => [y[0], own.length];
    await expectError(() => solve(fun, [0, 1], [1, 0], { method }), ArgumentError, {
      message: /wrote nothing into dy/,
    });
  });

  it('a relative tolerance below 100 machine epsilons is raised with a warning', () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const raised = solve(decay, [0, 1e-3], [1], { method, rtol: 0 });
    expect(warning.mock.calls.map(String)).toEqual([expect.stringMatching(/rtol is too small/)]);
    warning.mockRestore();
    expect(raised.nfev).toBe(solve(decay, [0, 1e-3], [1], { method, rtol: 100 * Number.EPSILON }).nfev);
  });
});

it.each(['Radau', 'BDF'] as const)('%s refuses a Jacobian of the wrong shape', async (method) => {
  for (const jac of [[[1]], () => [[1]], () => [1, 2], () => [[1, 2, 3]]]) {
    await expectError(() => solve(oscillator, [0, 1], [1, 0], { method, jac }), ShapeError, {
      message: /Jacobian/,
    });
  }
});
