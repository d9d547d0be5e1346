import { readdir, readFile } from 'node:fs/promises';

import { rungeKutta4, solveIvp, system, systems } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { expectRefusal, ferrograd, inFolder, useFolder } from './run.js';

useFolder();

async function table(...args: string[]): Promise<{ names: string[]; rows: number[][] }> {
  const { code, stdout, stderr } = await ferrograd(['ode', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [header = '', ...rows] = stdout.trimEnd().split('\n');
  return { names: header.split(','), rows: rows.map((row) => row.split(',').map(Number)) };
}

const foxes = "x'=.0125*x-.0002*x*y; y'=-.015*y+.00018*x*y";

describe('ode', () => {
  test('solves equations as solveIvp does', async () => {
    const { names, rows } = await table(
      foxes,
      '--y0',
      '75,110',
      '--span',
      '0,2000',
      '--rtol',
      '1e-8',
      '--method',
      'DOP853',
    );
    const compiled = system({ x: '.0125*x-.0002*x*y', y: '-.015*y+.00018*x*y' });
    const { t, y } = solveIvp(compiled, [0, 2000], [75, 110], { rtol: 1e-8, method: 'DOP853' });
    expect(names).toEqual(['t', 'x', 'y']);
    expect(rows).toEqual(Array.from(t, (time, i) => [time, y[0]![i], y[1]![i]]));
  });

  test("reads derivatives written as x', x'' and dx/dt", async () => {
    const args = ['--span', '0,3', '--points', '7', '--rtol', '1e-9', '--atol', '1e-12'];
    const first = await table("x'=v; v'=-x", '--y0', '1,0', ...args);
    const second = await table("x'' = -x", '--y0', "x'=0, x=1", ...args);
    expect(second.names).toEqual(['t', 'x', "x'"]);
    expect(second.rows).toEqual(first.rows);
    expect((await table('dx/dt = v; dv/dt = -x', '--y0', '1,0', ...args)).rows).toEqual(first.rows);
    expect((await table("x'' = -w^2*x + 0*x'", '-p', 'w=1', '--y0', '1,0', ...args)).rows).toEqual(
      first.rows,
    );
    first.rows.forEach(([t = 0, x], i) => {
      expect(t).toBe(i / 2);
      expect(x).toBeCloseTo(Math.cos(t), 8);
    });
  });

  test('solves named systems with their parameters, and with a fixed step size', async () => {
    const { rows } = await table(
      'lorenz',
      '-p',
      'rho=14,beta=2',
      '-p',
      'sigma=9',
      '--y0',
      '1,1,1',
      '--span',
      '0,2',
      '-m',
      'rungeKutta4',
      '--steps',
      '50',
    );
    const { t, y } = rungeKutta4(systems.lorenz({ rho: 14, beta: 2, sigma: 9 }), [0, 2], [1, 1, 1], {
      steps: 50,
    });
    expect(rows).toEqual(Array.from(t, (time, i) => [time, y[0]![i], y[1]![i], y[2]![i]]));
  });

  test('prints JSON with the solution, its message and the parameters', async () => {
    const { stdout } = await ferrograd([
      'ode',
      "x'=-a*x",
      '-p',
      'a=2',
      '--y0',
      '4',
      '--span',
      '0,1',
      '--points',
      '3',
      '--json',
    ]);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({
      t: [0, 0.5, 1],
      parameters: { a: 2 },
      message: expect.stringContaining('end') as string,
    });
    expect(Object.keys(result['y'] as object)).toEqual(['x']);
  });

  test('writes nothing to standard output where it draws pictures', async () => {
    const { code, stdout, stderr } = await ferrograd([
      'ode',
      foxes,
      '--y0',
      '75,110',
      '--span',
      '0,2000',
      '--phase',
      'p.svg',
      '--plot',
      't.png',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^\d+ points in time, \d+ evaluations: .*\n$/);
    expect((await readdir(inFolder(''))).sort()).toEqual(['p.svg', 't.png']);
    expect(await readFile(inFolder('p.svg'), 'utf8')).toMatch(/^<svg .*Phase plane/s);
    expect((await readFile(inFolder('t.png'))).subarray(1, 4).toString()).toBe('PNG');
  });

  test('writes the table into a file', async () => {
    const args = ['ode', "x'=-x", '--y0', '1', '--span', '0,1', '--points', '11'];
    const { stdout } = await ferrograd(args);
    expect(await ferrograd([...args, '--out', 'x.csv'])).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(inFolder('x.csv'), 'utf8')).toBe(stdout);
  });

  test('reports events and ends at a terminal one, but not at a root at the very start', async () => {
    const ball = [
      'ode',
      "x'' = -g",
      '-p',
      'g=10',
      '--y0',
      '0,20',
      '--span',
      '0,9',
      '--event',
      "x'",
      '--event',
      'x - 15',
    ];
    const { code, stdout, stderr } = await ferrograd([
      ...ball,
      '--max-step',
      '0.5',
      '--until',
      'x',
      '--json',
      '--plot',
      'ball.svg',
    ]);
    expect(code).toBe(0);
    interface Result {
      t: number[];
      events: { event: string; t: number; y: Record<string, number> }[];
    }
    const { t, events } = JSON.parse(stdout) as Result;
    const found = events.map(({ event, t: time }) => [event, Number(time.toFixed(9))]);
    expect(found).toEqual([
      ["x'", 2],
      ['x - 15', 1],
      ['x - 15', 3],
      ['x', 4],
    ]);
    expect(events[0]!.y['x']).toBeCloseTo(20, 9);
    expect(t.at(-1)).toBeCloseTo(4, 9);
    expect(stderr).toMatch(/^x = 0 at t = 4$/m);
    expect(await readFile(inFolder('ball.svg'), 'utf8')).toContain('>event<');
    const unknown = await ferrograd(['ode', "x'=1", '--y0', '1', '--span', '0,1', '--until', 'y']);
    expectRefusal(unknown, 2, /no name "y"/);
  });
});
