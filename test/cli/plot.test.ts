import { readFile, writeFile } from 'node:fs/promises';

import { solution } from 'ferrograd/plot';
import { expect, test } from 'vitest';

import { expectRefusal, ferrograd, inFolder, useFolder } from './run.js';

useFolder();

const svgOf = (name: string) => readFile(inFolder(name), 'utf8');

test('tables of train and ode are drawn as these commands draw them', async () => {
  await ferrograd(['train', 'digits', '-q', '--epochs', '3']);
  const { code, stderr } = await ferrograd(['plot', 'digits.history.csv', '--out', 'curve.svg']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'curve.svg\n' });
  expect(await svgOf('curve.svg')).toBe(await svgOf('digits.history.svg'));
  expectRefusal(await ferrograd(['plot', 'digits.history.csv']), 1, /digits\.history\.svg is there already/);

  const args = ['ode', 'lorenz', '--y0', '1,1,1', '--span', '0,5', '--points', '500'];
  await ferrograd([...args, '--out', 'lorenz.csv']);
  await ferrograd(['plot', 'lorenz.csv']);
  const columns = (await svgOf('lorenz.csv'))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').map(Number));
  const [t = [], ...y] = [0, 1, 2, 3].map((index) => columns.map((row) => row[index]!));
  expect(await svgOf('lorenz.svg')).toBe(solution({ t, y }, { labels: ['x', 'y', 'z'] }).svg);
});

test('title, axes and metrics of a picture are set by options', async () => {
  await writeFile(inFolder('a.csv'), 'epoch,loss,accuracy\n0,1,0.5\n1,0.5,0.75\n');
  await writeFile(inFolder('b.csv'), 'epoch,loss,accuracy\n0,0.9,0.6\n1,0.4,0.8\n');
  const out = await ferrograd([
    'plot',
    'a.csv',
    'b.csv',
    '--figures',
    'loss',
    '--title',
    'Two runs',
    '--log',
    '--out',
    '-',
  ]);
  expect(out).toMatchObject({ code: 0, stderr: '' });
  expect(out.stdout).toMatch(/^<svg /);
  for (const text of ['Two runs', '>a<', '>b<', '>loss<']) expect(out.stdout).toContain(text);
  expect(out.stdout).not.toContain('accuracy');
  const unknown = await ferrograd(['plot', 'a.csv', '--figures', 'los', '--out', '-']);
  expectRefusal(unknown, 2, /"los".*did you mean 'loss'/);
});

test('phase planes are drawn, and tables of different kinds are refused', async () => {
  await writeFile(inFolder('s.csv'), 't,x,y,z\n0,1,2,3\n1,2,3,4\n2,1,2,5\n');
  const { stdout } = await ferrograd(['plot', 's.csv', '--phase', 'x,z', '--out', '-']);
  expect(stdout).toMatch(/Phase plane.*>x<.*>z</s);
  await writeFile(inFolder('a.csv'), 'epoch,loss\n0,1\n1,0.5\n');
  expectRefusal(await ferrograd(['plot', 'a.csv', 's.csv', '--out', '-']), 1, /some tables are histories/);
  expectRefusal(
    await ferrograd(['plot', 's.csv', '--terminal']),
    1,
    /only histories are drawn in the terminal/,
  );
  await writeFile(inFolder('b.csv'), 'epoch,loss\n0,2\n1,1.5\n');
  const both = await ferrograd(['plot', 'a.csv', 'b.csv', '--terminal']);
  expect(both.stdout).toMatch(/^loss, a$.*^loss, b$/ms);
});
