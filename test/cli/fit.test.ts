import { readdir, readFile, writeFile } from 'node:fs/promises';

import { beforeEach, describe, expect, test } from 'vitest';

import { expectRefusal, ferrograd, inFolder, useFolder } from './run.js';

useFolder();

/** The radioactive decay of the numerical-methods course. */
const y = [6.24, 4.61, 3.48, 2.55, 2.06, 1.42, 1.21, 0.69, 0.62, 0.39, 0.37];

beforeEach(() =>
  writeFile(inFolder('m.csv'), `t,activity\n${y.map((value, x) => `${x},${value}\n`).join('')}`),
);

interface Result {
  readonly parameters: Readonly<Record<string, { readonly value: number; readonly error: number }>>;
  readonly r2: number;
  readonly rms: number;
  readonly points: number;
}

async function fit(...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await ferrograd(['fit', 'm.csv', ...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Result;
}

/** Values and standard errors of scipy.optimize.curve_fit with ftol and xtol 1e-15, and of numpy.polyfit. */
const references: [string, string[], number[], number[]][] = [
  ['exponential', ['--exponential'], [6.21814106, -0.29038587], [0.06508555, 0.00508032]],
  [
    'expression',
    ['--expression', 'a*exp(-b*x) + c', '--start', 'a=6,b=.3', '--start', 'c=0'],
    [6.234824, 0.28742921, -0.02374374],
    [0.09223044, 0.01203416, 0.08762917],
  ],
  [
    'polynomial',
    ['--polynomial', '3'],
    [6.16377622, -1.63086247, 0.16891608, -0.00644522],
    [0.0970111, 0.08834065, 0.02115785, 0.00138848],
  ],
];

describe('fit', () => {
  test.each(references)(
    'finds the parameters of the %s that SciPy and NumPy find, with the standard errors',
    async (_, args, values, errors) => {
      const { parameters, points } = await fit(...args);
      expect(points).toBe(11);
      Object.values(parameters).forEach(({ value, error }, i) => {
        expect(Math.abs(value / values[i]! - 1)).toBeLessThan(2e-6);
        expect(Math.abs(error / errors[i]! - 1)).toBeLessThan(2e-6);
      });
      expect(Object.keys(parameters)).toHaveLength(values.length);
    },
  );

  test('finds the same curve from other starts, and for another expression of it', async () => {
    const { parameters } = await fit('--expression', 'a*c^t');
    expect(parameters['a']!.value).toBeCloseTo(6.21814106, 6);
    expect(parameters['c']!.value).toBeCloseTo(Math.exp(-0.29038587), 6);
    const far = await fit('--expression', 'a*c^x', '--start', 'a=100,c=0.1');
    expect(far.parameters['a']!.value).toBeCloseTo(6.21814106, 6);
  });

  test('fits points on a parabola exactly', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${2 - 3 * i + 0.5 * i * i}`);
    await writeFile(inFolder('m.csv'), `${rows.join('\n')}\n`);
    const { parameters, r2 } = await fit('--polynomial', '2');
    expect(Object.values(parameters).map(({ value }) => Number(value.toPrecision(9)))).toEqual([2, -3, 0.5]);
    expect(r2).toBeCloseTo(1, 12);
  });

  test('prints the curve, its parameters with errors, and how well it fits', async () => {
    const { stdout } = await ferrograd(['fit', 'm.csv', '--exponential']);
    expect(stdout).toBe(
      [
        'activity = a*exp(b*x)',
        'a = 6.218141 ± 0.065',
        'b = -0.2903859 ± 0.0051',
        'R² 0.998521, root mean square of the residuals 0.07040, 11 points\n',
      ].join('\n'),
    );
  });

  test('fits any columns, and writes a picture and a table', async () => {
    await writeFile(inFolder('m.csv'), 'n,b,a\nu,2,1\nv,4,2\nw,6.5,3\n');
    await fit('--polynomial', '1', '--x', 'a', '--y', 'b', '--plot', 'fit.svg', '--out', 'fit.csv');
    const svg = await readFile(inFolder('fit.svg'), 'utf8');
    for (const text of ['>a<', '>b<', 'c0 + c1*x', 'residual']) expect(svg).toContain(text);
    const [header, first] = (await readFile(inFolder('fit.csv'), 'utf8')).split('\n');
    expect(header).toBe('a,b,fitted,residual');
    const [a = NaN, b = NaN, fitted = NaN, residual = NaN] = (first ?? '').split(',').map(Number);
    expect([a, b]).toEqual([1, 2]);
    expect(fitted + residual).toBeCloseTo(2, 12);
  });

  test.each<[string, string[], number, RegExp]>([
    ['no curve', [], 2, /there is no curve/],
    ['two curves', ['--exponential', '--polynomial', '1'], 2, /several curves/],
    ['a degree below 0', ['--polynomial', '-1'], 2, /whole number of at least 0/],
    [
      'an incomplete expression',
      ['--expression', 'a*'],
      2,
      /^error: fit: the expression cannot be read at character/,
    ],
    ['an expression without parameters', ['--expression', '2*x'], 2, /has no parameters/],
    ['an unknown function', ['--expression', 'a*sni(x)'], 2, /no function "sni".*did you mean 'sin'/],
    ['a start for an unknown parameter', ['--expression', 'a*x', '--start', 'b=1'], 2, /no parameter "b"/],
    [
      'a missing column',
      ['--exponential', '--y', 'actvity'],
      1,
      /no column "actvity".*did you mean "activity"/,
    ],
    ['more parameters than points', ['--polynomial', '11'], 1, /11 points.*12 parameters/],
    [
      'parameters that the points do not determine',
      ['--expression', 'a*b*x'],
      1,
      /do not determine all parameters of a\*b\*x/,
    ],
    [
      'a curve without a value at the start',
      ['--expression', 'log(a - 5 - x)'],
      1,
      /not a number for all x with a = 1.*--start/,
    ],
    [
      'a curve for which the search does not converge',
      ['--expression', 'a*sin(w*x + p)'],
      1,
      /a\*sin.*--start/,
    ],
  ])('refuses %s', async (_, args, code, message) => {
    expectRefusal(await ferrograd(['fit', 'm.csv', ...args, '--plot', 'a.svg']), code, message);
    expect(await readdir(inFolder(''))).toEqual(['m.csv']);
  });

  test('refuses cells that are no numbers', async () => {
    await writeFile(inFolder('m.csv'), 'x,y\n1,2\n2,x\n');
    expectRefusal(await ferrograd(['fit', 'm.csv', '--exponential']), 1, /"x" in line 3, column y/);
  });
});
