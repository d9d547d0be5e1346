import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { load } from 'ferrograd';
import { iris } from 'ferrograd/data';
import { describe, expect, test } from 'vitest';

import { encode } from '../../dist/vendor/encode-png.js';
import { expectRefusal, ferrograd, ferrogradProcess, inFolder, useFolder } from './run.js';

useFolder();

const { x, y, featureNames, classNames } = iris();
const flowers = [
  [...featureNames, 'species'].join(),
  ...Array.from(y.data, (label, i) => [...x.data.subarray(4 * i, 4 * i + 4), classNames[label]].join()),
];

async function writeTable(name: string, lines: readonly string[]): Promise<void> {
  await writeFile(inFolder(name), `${lines.join('\n')}\n`);
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await ferrograd([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('a table', () => {
  test('with named classes is trained on, evaluated and predicted with those names', async () => {
    await writeTable('flowers.csv', flowers);
    const trained = await json('train', 'flowers.csv', '-q', '--epochs', '60', '--rate', '0.02');
    expect(trained['valAccuracy']).toBeGreaterThan(0.9);
    const evaluated = await json('evaluate', 'flowers.safetensors', 'flowers.csv');
    expect(evaluated).toMatchObject({ part: 'all', samples: 150 });
    expect(evaluated['accuracy']).toBeGreaterThan(0.93);
    // Other columns, in another order, and no target.
    const few = [0, 60, 149].map((i) =>
      [x.data[4 * i + 3], 'a', ...x.data.subarray(4 * i, 4 * i + 3)].join(),
    );
    await writeTable('new.csv', [['petal width', 'note', ...featureNames.slice(0, 3)].join(), ...few]);
    const { stdout } = await ferrograd(['predict', 'flowers.safetensors', 'new.csv']);
    expect(stdout.split('\n').map((line) => line.split(',')[0])).toEqual(['class', ...classNames, '']);
    const summary = await ferrograd(['summary', 'flowers.safetensors']);
    expect(summary.stdout).toContain('Classes: setosa, versicolor, virginica');
    expect(summary.stdout).toContain('→ species (standardized)');
  });

  test('is standardized by its training data, unless --no-standardize is given', async () => {
    await writeTable('flowers.csv', flowers);
    await json('train', 'flowers.csv', '-q', '--epochs', '1', '--validation', '0');
    const { scalings } = await json('summary', 'flowers.safetensors');
    const { means, deviations } = (scalings as { x: { means: number[]; deviations: number[] } }).x;
    const column = Array.from({ length: 150 }, (_, i) => x.data[4 * i]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / 150;
    expect(means[0]).toBeCloseTo(mean, 12);
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 150;
    expect(deviations[0]).toBeCloseTo(Math.sqrt(variance), 12);
    await json('train', 'flowers.csv', '-q', '--epochs', '1', '--no-standardize', '--out', 'raw.safetensors');
    expect(await json('summary', 'raw.safetensors')).not.toHaveProperty('scalings');
  });

  test('with a numeric target is predicted in the units of the table', async () => {
    const rows = Array.from({ length: 200 }, (_, i) =>
      [i, (i * 7) % 50, 1000 + 300 * i - 20 * ((i * 7) % 50)].join(),
    );
    await writeTable('prices.csv', ['size,age,price', ...rows]);
    const { valLoss, r2 } = await json('train', 'prices.csv', '-q', '--epochs', '150', '--rate', '0.02');
    expect(valLoss).toBeLessThan(0.01);
    expect(r2).toBeGreaterThan(0.99);
    await writeTable('new.csv', ['size,age', '100,10']);
    const { stdout } = await ferrograd(['predict', 'prices.safetensors', 'new.csv']);
    const [name, price] = stdout.split('\n');
    expect(name).toBe('price');
    expect(Math.abs(Number(price) - 30_800)).toBeLessThan(3000);
  });

  test('with a target of few different whole numbers has classes, unless --task says otherwise', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i % 7, (i * i) % 11, 1 + (i % 3)].join());
    await writeTable('numbers.csv', ['a,b,label', ...rows]);
    await json('train', 'numbers.csv', '-q', '--epochs', '1');
    expect((await json('summary', 'numbers.safetensors'))['task']).toEqual({
      kind: 'classes',
      names: ['1', '2', '3'],
    });
    await json('train', 'numbers.csv', '-q', '--epochs', '1', '--task', 'values', '--out', 'v.safetensors');
    expect((await json('summary', 'v.safetensors'))['task']).toEqual({ kind: 'values', names: ['label'] });
    await json(
      'train',
      'numbers.csv',
      '-q',
      '--epochs',
      '1',
      '--target',
      'a',
      '--features',
      'b',
      '--out',
      'a.safetensors',
    );
    expect((await json('summary', 'a.safetensors'))['columns']).toEqual({ features: ['b'], target: 'a' });
  });

  test('is used with the same columns, scaling and validation when training is resumed', async () => {
    await writeTable('flowers.csv', flowers);
    const options = ['-q', '--target', 'species', '--validation', '0.3', '--seed', '5'];
    await json('train', 'flowers.csv', ...options, '--epochs', '7', '--out', 'whole.safetensors');
    await json('train', 'flowers.csv', ...options, '--epochs', '3', '--out', 'parts.safetensors');
    await json('train', 'flowers.csv', '-q', '--epochs', '7', '--resume', 'parts.safetensors');
    const weights = async (name: string) => (await load(inFolder(name))).getWeights();
    expect(await weights('parts.safetensors')).toEqual(await weights('whole.safetensors'));
  });

  const [header = '', ...rows] = flowers;
  const cases: [string, string[], string[], RegExp][] = [
    ['a missing column', flowers, ['--target', 'spcies'], /no column "spcies".*did you mean "species"/],
    ['a missing feature', flowers, ['--features', 'sepal'], /no column "sepal"/],
    [
      'a cell that is no number',
      [header, ...rows.slice(0, 3), '5.1,x,1.4,0.2,setosa', ...rows.slice(4)],
      [],
      /"x" in line 5, column sepal width.*--features/,
    ],
    [
      'a missing cell',
      [header, rows[0]!, '5.1,,1.4,0.2,setosa', ...rows.slice(2)],
      [],
      /no value in line 3, column sepal width.*--missing drop/,
    ],
    [
      'a row that is too long',
      [header, rows[0]!, `${rows[1]!},7`, ...rows.slice(2)],
      [],
      /6 fields in line 3/,
    ],
    ['one column', ['a', '1', '2'], [], /has the columns a, a target and at least one other/],
    ['no content', [], [], /is empty/],
  ];
  test.each(cases)('with %s is refused', async (_, lines, options, message) => {
    await writeFile(inFolder('table.csv'), lines.length === 0 ? '' : `${lines.join('\n')}\n`);
    expectRefusal(await ferrograd(['train', 'table.csv', ...options]), 1, message);
  });

  test('may have missing cells where --missing is given', async () => {
    await writeTable('holes.csv', [header, '5.1,,1.4,0.2,setosa', ...rows.slice(1)]);
    const dropped = await json(
      'train',
      'holes.csv',
      '-q',
      '--epochs',
      '1',
      '--missing',
      'drop',
      '--validation',
      '0',
    );
    expect(dropped['samples']).toBe(149);
    const filled = await json(
      'train',
      'holes.csv',
      '-q',
      '--epochs',
      '1',
      '--missing',
      '3',
      '--validation',
      '0',
      '-f',
    );
    expect(filled['samples']).toBe(150);
  });
});

describe('a folder of images', () => {
  /** Grey squares: dark ones in one folder, light ones in the other. */
  async function writeImages(folder: string, count: number, side = 6): Promise<void> {
    for (const [name, level] of [
      ['dark', 40],
      ['light', 200],
    ] as const) {
      await mkdir(inFolder(`${folder}/${name}`), { recursive: true });
      for (let i = 0; i < count; i++) {
        const data = Uint8Array.from({ length: side * side }, (_, at) => level + ((at * 13 + i * 7) % 40));
        const bytes = encode({ width: side, height: side, data, channels: 1 });
        await writeFile(inFolder(`${folder}/${name}/${i}.png`), bytes);
      }
    }
  }

  test('has a class for each subfolder, its own test data, and images to predict', async () => {
    await writeImages('photos/train', 30);
    await writeImages('photos/test', 5);
    const { samples, valAccuracy } = await json(
      'train',
      'photos',
      '-q',
      '--epochs',
      '60',
      '--rate',
      '0.01',
      '--size',
      '4x4',
    );
    expect({ samples, valAccuracy }).toEqual({ samples: 60, valAccuracy: 1 });
    expect(await json('evaluate', 'photos.safetensors', 'photos')).toMatchObject({
      part: 'test',
      samples: 10,
      accuracy: 1,
    });
    const classes = async (...args: string[]) => {
      const rows = await json('predict', 'photos.safetensors', ...args);
      return (rows as unknown as { class: string }[]).map((row) => row.class);
    };
    expect(await classes('photos/test/light')).toEqual(Array(5).fill('light'));
    expect(await classes('photos/test/dark/0.png')).toEqual(['dark']);
    expect(await classes('photos/test/dark/0.png', '--invert')).toEqual(['light']);
    const { stdout } = await ferrograd(['predict', 'photos.safetensors', 'photos/test/dark']);
    expect(stdout).toMatch(/^file,class,probability\nphotos\/test\/dark\/0\.png,dark,/);
  });

  test('is refused without images, or with damaged ones or several sizes', async () => {
    await mkdir(inFolder('none'));
    expectRefusal(
      await ferrograd(['train', 'none']),
      1,
      /none has no images in folders.*one folder for each class/,
    );
    await writeImages('mixed', 2);
    await writeImages('mixed/dark/other', 1, 5);
    expectRefusal(await ferrograd(['train', 'mixed']), 1, /pixels.*--size \dx\d/);
    await writeFile(inFolder('mixed/light/0.png'), 'no image');
    expectRefusal(await ferrograd(['train', 'mixed', '--size', '5x5']), 1, /light\/0\.png begins with/);
    expectRefusal(await ferrograd(['train', 'mixed', '--size', '5']), 2, /such as 32x32/);
  });
});

describe('iris', () => {
  test('needs no file, and its model predicts tables', async () => {
    await json('train', 'iris', '-q', '--epochs', '60', '--rate', '0.02');
    await writeTable('flowers.csv', flowers);
    const { accuracy } = await json('evaluate', 'iris.safetensors', 'flowers.csv');
    expect(accuracy).toBeGreaterThan(0.93);
  });
});

describe('pictures', () => {
  test('of models show weights, or boundaries for two inputs', async () => {
    await json('train', 'digits', '-q', '--epochs', '1');
    await json('train', 'spiral', '-q', '--epochs', '5');
    await ferrograd(['plot', 'digits.safetensors']);
    expect(await readFile(inFolder('digits.svg'), 'utf8')).toContain('Weights of the first layer');
    await ferrograd(['plot', 'spiral.safetensors']);
    expect(await readFile(inFolder('spiral.svg'), 'utf8')).toContain('Decision boundary');
    await writeTable('points.csv', [
      'a,b,c',
      ...Array.from({ length: 60 }, (_, i) => `${i % 9},${i % 7},${['u', 'v'][i % 2]!}`),
    ]);
    await json('train', 'points.csv', '-q', '--epochs', '2');
    expectRefusal(await ferrograd(['plot', 'points.safetensors']), 1, /--data points\.csv/);
    const { stdout } = await ferrograd(['plot', 'points.safetensors', '--data', 'points.csv', '--out', '-']);
    for (const name of ['>u<', '>v<', '>a<', '>b<']) expect(stdout).toContain(name);
  });

  test('of an evaluation show the confusion matrix and the images', async () => {
    await json('train', 'digits', '-q', '--epochs', '5');
    const args = [
      'evaluate',
      'digits.safetensors',
      'digits',
      '--confusion',
      '--plot',
      'c.svg',
      '--images',
      'i.png',
    ];
    const { stdout } = await ferrograd(args);
    expect(stdout).toMatch(/^\d+\.\d\d % right; rows: true, columns: predicted$/m);
    expect(await readFile(inFolder('c.svg'), 'utf8')).toContain('Confusion matrix');
    expect((await readFile(inFolder('i.png'))).subarray(1, 4).toString()).toBe('PNG');
  });

  test('of a history can be drawn in the terminal', async () => {
    await json('train', 'digits', '-q', '--epochs', '5');
    const { stdout } = await ferrograd(['plot', 'digits.history.csv', '--terminal', '--figures', 'loss']);
    expect(stdout).toMatch(/^loss, training$/m);
    expect(stdout).toMatch(/[\u2801-\u28ff]/);
    expect(stdout).not.toContain('\u001b');
    const forced = await ferrogradProcess(['plot', 'digits.history.csv', '-t'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(forced.stdout).toContain('\u001b[');
  });
});
