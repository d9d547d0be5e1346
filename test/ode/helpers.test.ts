import {
  ArgumentError,
  centralDifference,
  DTypeError,
  firstOrder,
  forwardDifference,
  numericalJacobian,
  odeToArray,
  secondDifference,
  ShapeError,
  solveIvp,
} from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { expectClose } from '../support/close.js';
import { expectError } from '../support/errors.js';

describe('difference quotients', () => {
  test.each([0, 1, -2.5, 10])('approach the derivatives of sin at %d', (x) => {
    expect(forwardDifference(Math.sin, x)).toBeCloseTo(Math.cos(x), 6);
    expect(centralDifference(Math.sin, x)).toBeCloseTo(Math.cos(x), 8);
    expect(secondDifference(Math.sin, x)).toBeCloseTo(-Math.sin(x), 4);
  });

  test('are computed by their formulas', () => {
    const f = (x: number) => x ** 3;
    expect(forwardDifference(f, 2, 0.5)).toBe((2.5 ** 3 - 8) / 0.5);
    expect(centralDifference(f, 2, 0.5)).toBe(2.5 ** 3 - 1.5 ** 3);
    expect(secondDifference(f, 2, 0.5)).toBe((2.5 ** 3 - 16 + 1.5 ** 3) / 0.25);
    expect(forwardDifference(f, 2, -0.5)).toBe((1.5 ** 3 - 8) / -0.5);
  });

  test.each<[(f: (x: number) => number, x: number, h?: number) => number, number, number]>([
    [forwardDifference, Math.cos(1), 1],
    [centralDifference, Math.cos(1), 2],
    [secondDifference, -Math.sin(1), 2],
  ])('%o has its order of convergence', (quotient, exact, order) => {
    const [wide, narrow] = [0.1, 0.05].map((h) => Math.abs(quotient(Math.sin, 1, h) - exact));
    expect(Math.log2(wide! / narrow!)).toBeCloseTo(order, 1);
  });
});

describe('numericalJacobian', () => {
  const f = ([x = 0, y = 0]: ArrayLike<number> & Iterable<number>) => [x * x * y, 5 * x + Math.sin(y), x];

  test('has a row for each value of f and a column for each of y', () => {
    const exact = [-4, 4, 5, Math.cos(-1), 1, 0];
    for (const [method, tolerance] of [
      ['central', 1e-9],
      ['forward', 1e-6],
    ] as const) {
      const jacobian = numericalJacobian(f, [2, -1], { method });
      expect(jacobian.shape).toEqual([3, 2]);
      expectClose(jacobian.data, exact, tolerance);
      expect([...jacobian[2]!]).toEqual([expect.closeTo(1, 9), 0]);
    }
  });

  test('evaluates f 2n + 1 times for central and n + 1 times for forward differences', () => {
    const counts = (['central', 'forward'] as const).map((method) => {
      let count = 0;
      numericalJacobian((y) => [(count++, y[0]!)], [1, 2, 3], { method });
      return count;
    });
    expect(counts).toEqual([7, 4]);
  });
});

describe('firstOrder', () => {
  test('solves y″ + 7y′ − 3y = 0', () => {
    const { y } = solveIvp(
      firstOrder((_, y, dy) => 3 * y - 7 * dy),
      [0, 2],
      [1, 0],
      { rtol: 1e-10, atol: 1e-12 },
    );
    const root = Math.sqrt(61);
    const [r1, r2] = [(-7 + root) / 2, (-7 - root) / 2];
    expect(y[0]!.at(-1)).toBeCloseTo((r1 * Math.exp(2 * r2) - r2 * Math.exp(2 * r1)) / root, 8);
  });

  test('solves equations of other orders, which may depend on the time', () => {
    // y‴ = 6, whose solution is y = t³; the terms of 0 give the function all parameters.
    const cubic = firstOrder((t, y, dy, ddy) => 6 + 0 * (t + y + dy + ddy));
    const { y } = solveIvp(cubic, [0, 2], [0, 0, 0]);
    expectClose(
      y.map((row) => row.at(-1)!),
      [8, 12, 12],
      1e-8,
    );
    const forced = firstOrder((t) => Math.cos(t), 1);
    expect(solveIvp(forced, [0, 1], [0], { rtol: 1e-9 }).y[0]!.at(-1)).toBeCloseTo(Math.sin(1), 6);
  });
});

describe('odeToArray', () => {
  test('returns a table with a row for each time', () => {
    const solution = solveIvp((_, [x, y]) => [y!, -x!], [0, 1], [0, 1], { tEval: [0, 0.5, 1] });
    const table = odeToArray(solution);
    expect(table.shape).toEqual([3, 3]);
    expect(table.map((row) => [...row])).toEqual(
      [0, 1, 2].map((i) => [solution.t[i], solution.y[0]![i], solution.y[1]![i]]),
    );
    expect([...table.data]).toEqual(table.flatMap((row) => [...row]));
  });
});

const Type = DTypeError;
const Shape = ShapeError;
const anything = firstOrder as (...args: unknown[]) => (t: number, y: Float64Array, dy: Float64Array) => void;

test.each<[string, () => unknown, typeof ArgumentError, string]>([
  ['a step of zero', () => centralDifference(Math.sin, 1, 0), ArgumentError, 'step'],
  ['a point that is NaN', () => forwardDifference(Math.sin, NaN), ArgumentError, 'not-a-number-in-range'],
  ['a string as equation', () => anything('y'), Type, 'not-a-function'],
  ['an equation without y', () => anything((t: number) => t), Shape, 'order'],
  ['an order of zero', () => anything(() => 0, 0), ArgumentError, 'not-an-integer'],
  [
    'too few initial values',
    () =>
      solveIvp(
        firstOrder((_, y, dy) => y + dy),
        [0, 1],
        [1],
      ),
    Shape,
    'state-length',
  ],
  ['the Jacobian of a number', () => numericalJacobian(1 as never, [1]), Type, 'not-a-function'],
  [
    'a function that returns different numbers of values',
    () => numericalJacobian((y) => [...y.filter((v) => v === 1)], [1, 1]),
    Shape,
    'result-length',
  ],
  [
    'an unknown method',
    () => numericalJacobian((y) => y, [1], { method: 'backward' as never }),
    ArgumentError,
    'unknown-method',
  ],
])('%s is refused', async (_, call, Class, code) => {
  await expectError(call, Class, { code });
});
