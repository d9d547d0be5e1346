import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { expectPictures } from './run.js';

interface Values {
  readonly nfev: number;
  /** One row a component. */
  readonly y: readonly number[][];
}

/** Results of SciPy, made by `make_example_fixtures.py`. */
const scipy = JSON.parse(
  readFileSync(new URL('../fixtures/ode/examples.json', import.meta.url), 'utf8'),
) as Record<'decay' | 'sine' | 'foxes' | 'moreFoxes' | 'secondOrder', Values> & {
  euler: number[];
  rk45: { steps: number; nfev: number; error: number }[];
};

/** Runs an example as a user does, and returns the numbers of each line that it prints. */
function run(name: string): number[][] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const command = ['--import', 'tsx', `examples/${name}.ts`];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expectPictures(stdout, root);
  const number = /-?\d+(\.\d+)?(e[+-]?\d+)?/g;
  return stdout.split('\n').map((line) => (line.match(number) ?? []).map(Number));
}

describe('the examples print what SciPy computes', () => {
  test('decay', () => {
    const lines = run('ode-decay');
    scipy.decay.y[0]!.forEach((value, i) => {
      const exact = 4 * Math.exp(-2 * i);
      expect(lines[1 + i]).toEqual([i, Number(value.toFixed(6)), Number(exact.toFixed(6))]);
    });
    expect(lines[6]).toEqual([scipy.decay.nfev]);
  });

  test('sine', () => {
    const lines = run('ode-sine');
    scipy.sine.y[0]!.forEach((value, i) => {
      expect(lines[1 + i]!.slice(0, 2)).toEqual([i / 2, Number(value.toFixed(8))]);
      expect(lines[1 + i]![2]).toBeLessThan(1e-8);
    });
    expect(lines[10]).toEqual([scipy.sine.nfev]);
  });

  test('foxes and rabbits', () => {
    const lines = run('ode-foxes');
    const [rabbits, foxes] = scipy.foxes.y;
    rabbits!.forEach((value, i) => {
      const printed = [value, foxes![i]!].map((animals) => Number(animals.toFixed(4)));
      expect(lines[1 + i]).toEqual([100 * i, ...printed]);
    });
    const [moreRabbits, moreFoxes] = scipy.moreFoxes.y.map(([value]) => Number(value!.toFixed(4)));
    expect(lines[7]).toEqual([500, 174.9, moreRabbits, moreFoxes]);
  });

  test('an equation of second order', () => {
    const lines = run('ode-second-order');
    const [y, dy] = scipy.secondOrder.y;
    y!.forEach((value, i) => {
      const printed = [value, dy![i]!].map((one) => Number(one.toFixed(6)));
      // The fourth column is the exact solution, of which the tolerance leaves no visible error.
      expect(lines[1 + i]).toEqual([i / 2, ...printed, printed[0]]);
    });
  });

  test("Euler's method and RK45", () => {
    const lines = run('ode-euler');
    scipy.euler.forEach((error, i) => {
      expect(lines[1 + i]![1]).toBe(Number(error.toExponential(2)));
    });
    const [steps, , first, , fourth] = lines[6]!;
    expect(steps).toBe(320);
    expect(first).toBeCloseTo(1, 1);
    expect(fourth).toBeCloseTo(4, 1);
    scipy.rk45.forEach(({ steps: count, nfev, error }, i) => {
      expect(lines[9 + i]!.slice(1)).toEqual([count, nfev, Number(error.toExponential(2))]);
    });
  });
});
