import { euler, heun, midpoint, rungeKutta4, solveIvp } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../support/close.js';

const decay = (_t: number, [y = 0]: Float64Array) => [-2 * y];
const exact = (t: number) => 4 * Math.exp(-2 * t);

describe.each([
  ['euler', euler, 1, 1],
  ['heun', heun, 2, 2],
  ['midpoint', midpoint, 2, 2],
  ['rungeKutta4', rungeKutta4, 4, 4],
] as const)('%s', (_, method, order, stages) => {
  it('has its order of convergence', () => {
    const error = (steps: number) => Math.abs(method(decay, [0, 4], [4], { steps }).y[0]!.at(-1)! - exact(4));
    expect(Math.log2(error(200) / error(400))).toBeCloseTo(order, 1);
  });

  it('takes equal steps, the last one shorter where it reaches the end', () => {
    const { t, y, nfev } = method(decay, [0, 4], [4], { steps: 10 });
    expectClose(
      t,
      Array.from({ length: 11 }, (_, k) => 0.4 * k),
      1e-15,
    );
    expect([t.at(-1), y.shape, nfev]).toEqual([4, [1, 11], 10 * stages]);
    expect([...method(decay, [0, 1], [4], { stepSize: 0.4 }).t]).toEqual([0, 0.4, 0.8, 1]);
    expect(method(decay, [0, 0.3], [4], { stepSize: 0.1 }).t).toHaveLength(4);
    expect([...method(decay, [1, 0], [4], { stepSize: 0.5 }).t]).toEqual([1, 0.5, 0]);
    expect([...method(decay, [2, 2], [4], { steps: 3 }).t]).toEqual([2, 2]);
  });
});

it('a step of euler is y + h f(t, y)', () => {
  const { y } = euler((t, [x = 0]) => [t - x], [0, 1], [1], { steps: 2 });
  expect([...y[0]!]).toEqual([1, 0.5, 0.5]);
});

it('methods of fixed step pass args, and throw what the function throws', () => {
  const grow = (_t: number, [y = 0]: Float64Array, k: number) => [k * y];
  expect(euler(grow, [0, 1], [1], { steps: 1, args: [3] }).y[0]![1]).toBe(4);
  const failure = new Error('mine');
  const fail = () => {
    throw failure;
  };
  expect(() => heun(fail, [0, 1], [1], { steps: 1 })).toThrow(failure);
});

it('rungeKutta4 approaches the exact solution, as solveIvp does', () => {
  const fun = (t: number) => [-Math.sin(t)];
  const { y } = solveIvp(fun, [0, 4], [2], { tEval: [0, 2, 4], maxStep: 0.1 });
  expectClose(y[0]!, [2, 1 + Math.cos(2), 1 + Math.cos(4)], 1e-6);
  expectClose([rungeKutta4(fun, [0, 4], [2], { steps: 100 }).y[0]!.at(-1)!], [1 + Math.cos(4)], 1e-8);
});
