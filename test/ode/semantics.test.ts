import { type OdeInterpolant, type OdeSolution, solveIvp } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../support/close.js';
import { methods, oscillator, rational, rationalJacobian, rationalSolution } from './support.js';

/** The error at each time as in SciPy's tests: the root mean square over components, in units of the tolerance. */
function errors(t: ArrayLike<number>, y: readonly ArrayLike<number>[], rtol: number, atol: number): number[] {
  return Array.from(t, (time, k) => {
    const squares = rationalSolution(time).map(
      (exact, i) => ((y[i]![k]! - exact) / (atol + rtol * exact)) ** 2,
    );
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  });
}

const column = (y: readonly Float64Array[], k: number) => y.map((row) => row[k]!);
const linspace = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

describe.each(methods)('%s', (method) => {
  const [rtol, atol] = [1e-3, 1e-6];
  const y0 = [1 / 3, 2 / 9];
  const stiff = method === 'Radau' || method === 'BDF';

  it.each([
    [5, 9],
    [5, 1],
  ])(
    'integrates from %d to %d with errors of the size of the tolerance, and counts evaluations',
    (from, to) => {
      const solution = solveIvp(rational, [from, to], rationalSolution(from), {
        method,
        rtol,
        atol,
        denseOutput: true,
      });
      expect(solution).toMatchObject({ status: 0, success: true });
      expect(solution.message).toBe('The solver successfully reached the end of the integration interval.');
      expect(solution.t[0]).toBe(from);
      expect(solution.t.at(-1)).toBe(to);
      expect(solution.y.shape).toEqual([2, solution.t.length]);
      expect(Math.max(...errors(solution.t, solution.y, rtol, atol))).toBeLessThan(5);
      expect(solution.njev > 0).toBe(stiff);
      expect(solution.nlu > 0).toBe(stiff);

      const times = linspace(from, to, 50);
      expect(Math.max(...errors(times, solution.sol(times), rtol, atol))).toBeLessThan(5);
      solution.t.forEach((t, k) => expectClose(solution.sol(t), column(solution.y, k), 1e-13));
      expect([solution.sol.tMin, solution.sol.tMax]).toEqual([Math.min(from, to), Math.max(from, to)]);
    },
  );

  it('takes the Jacobian as a function or a constant matrix', () => {
    const options = { method, rtol, atol } as const;
    const given = solveIvp(rational, [5, 9], y0, { ...options, jac: rationalJacobian });
    expect(Math.max(...errors(given.t, given.y, rtol, atol))).toBeLessThan(5);
    const matrix = [
      [0, 1],
      [-1, 0],
    ];
    const constant = solveIvp(oscillator, [0, 5], [1, 0], { ...options, jac: matrix });
    expect(constant.njev).toBe(0);
    expect(constant.y[0]!.at(-1)).toBeCloseTo(Math.cos(5), 1);
  });

  it('returns at the times of tEval the values of dense output', () => {
    for (const times of [
      [5, 5.01, 7, 8, 8.01, 9],
      [5.01, 7, 8, 8.01],
    ]) {
      const { t, y, sol } = solveIvp(rational, [5, 9], y0, {
        method,
        rtol,
        atol,
        tEval: times,
        denseOutput: true,
      });
      expect([...t]).toEqual(times);
      times.forEach((time, k) => expectClose(column(y, k), sol(time), 1e-14));
      expect(Math.max(...errors(t, y, rtol, atol))).toBeLessThan(5);
    }
    const backward = solveIvp(rational, [9, 5], rationalSolution(9), { method, tEval: [8.99, 8, 7, 5] });
    expect([...backward.t]).toEqual([8.99, 8, 7, 5]);
    expect(solveIvp(rational, [5, 9], y0, { method, tEval: [] }).t).toHaveLength(0);
  });

  it('ends at once in an interval of length 0', () => {
    const solution = solveIvp(oscillator, [4, 4], [2, 3], { method, denseOutput: true });
    expect(solution).toMatchObject({ status: 0, success: true });
    expect([...solution.sol(4)]).toEqual([2, 3]);
    expect([...solution.sol([4, 5, 6]).data]).toEqual([2, 2, 2, 3, 3, 3]);
  });

  it('solves a system without equations', () => {
    const solution = solveIvp(() => [], [0, 10], [], { method, denseOutput: true });
    expect([...solution.t]).toEqual([0, 10]);
    expect(solution.y.shape).toEqual([0, 2]);
    expect(solution.status).toBe(0);
    expect(solution.sol(3)).toHaveLength(0);
  });

  it('respects firstStep and maxStep', () => {
    const solution = solveIvp(rational, [5, 9], y0, { method, maxStep: 0.5, firstStep: 0.1 });
    const steps = Array.from(solution.t.slice(1), (t, k) => t - solution.t[k]!);
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.5 + 1e-15);
    expect(steps[0]).toBeCloseTo(0.1, 14);
  });

  it('passes args to all functions', () => {
    const events = (_t: number, y: Float64Array, k: number, level: number) => k * (y[0]! - level);
    const args: [number, number] = [2, 0.5];
    const solution = solveIvp((_t, [y = 0], k, level) => [-k * y + 0 * level], [0, 3], [1], {
      method,
      args,
      events,
    });
    expect(solution.tEvents![0]![0]).toBeCloseTo(Math.log(2) / 2, 2);
    const write = (_t: number, y: Float64Array, dy: Float64Array, k: number) => void (dy[0] = -k * y[0]!);
    expect(solveIvp(write, [0, 3], [1], { method, args: [2] }).y.data).toEqual(solution.y.data);
  });

  it('ends with status −1 where the solution becomes infinite', () => {
    const solution = solveIvp((_t, [y = 0]) => [y * y], [0, 2], [1], { method, rtol: 1e-6 });
    expect(solution).toMatchObject({ status: -1, success: false });
    expect(solution.message).toBe('Required step size is less than spacing between numbers.');
    expect(solution.t.at(-1)).toBeCloseTo(1, 3);
  });

  it('ends with status −1 where the right-hand side is NaN', () => {
    let calls = 0;
    const solution = solveIvp(() => (calls++, NaN), [0, 1], [1], { method });
    expect(solution).toMatchObject({ status: -1, nfev: 1 });
    expect([...solution.t]).toEqual([0]);
    expect(solution.message).toMatch(/not a number/);
    expect(calls).toBeLessThan(5);
    expect(solveIvp((t) => (t > 0.5 ? NaN : 1), [0, 1], [1], { method }).status).toBe(-1);
  });

  it('ends with status −1 after maxSteps', () => {
    const solution = solveIvp(oscillator, [0, 1000], [1, 0], { method, maxSteps: 7 });
    expect(solution.t).toHaveLength(8);
    expect(solution).toMatchObject({ status: -1, success: false });
    expect(solution.message).toMatch(/number of steps/);
  });
});

it('the type of the solution follows from denseOutput', () => {
  const dense: OdeSolution<OdeInterpolant> = solveIvp(oscillator, [0, 1], [1, 0], { denseOutput: true });
  const plain: OdeSolution<undefined> = solveIvp(oscillator, [0, 1], [1, 0]);
  expect([typeof dense.sol, plain.sol]).toEqual(['function', undefined]);
});

it('tolerances may be given for each component', () => {
  const loose = solveIvp(oscillator, [0, 10], [1, 0], { rtol: [1e-3, 1e-3], atol: [1e-6, 1e-6] });
  expect(loose.nfev).toBe(solveIvp(oscillator, [0, 10], [1, 0]).nfev);
  expect(solveIvp(oscillator, [0, 10], [1, 0], { atol: [1e-10, 1] }).nfev).not.toBe(loose.nfev);
});

it('a right-hand side may return a number or an array, or write the derivative', () => {
  const expected = solveIvp((_t, [x = 0]) => [-x], [0, 1], [1]).y.data;
  for (const fun of [
    (_t: number, y: Float64Array) => -y[0]!,
    (_t: number, y: Float64Array) => y.map((x) => -x),
    (_t: number, y: Float64Array, dy: Float64Array) => void (dy[0] = -y[0]!),
  ]) {
    expect(solveIvp(fun, [0, 1], [1]).y.data).toEqual(expected);
  }
});
