import { readdir, readFile, writeFile } from 'node:fs/promises';

import { layers, load, sequential } from 'ferrograd';
import { digits, spiral } from 'ferrograd/data';
import { describe, expect, test } from 'vitest';

import { encodeNpz } from '../../dist/files/index.js';
import { expectRefusal, ferrograd, inFolder, useFolder } from './run.js';

useFolder();

interface Result {
  readonly status: string;
  readonly epochs: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly samples: number;
  readonly test?: { readonly loss: number };
  readonly files: Readonly<Record<string, string>>;
}

async function train(...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await ferrograd(['train', ...args, '-q', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Result;
}

const weightsOf = async (name: string) => (await load(inFolder(name))).getWeights();

describe('train', () => {
  test('writes the model, its history and the learning curve, and names them', async () => {
    const { code, stdout, stderr } = await ferrograd(['train', 'digits', '--epochs', '3']);
    expect(code).toBe(0);
    expect(stderr.match(/^epoch \d\/3: loss .*$/gm)).toHaveLength(3);
    expect(stdout).toMatch(/^64-32-10 on digits: 3 epochs in .* s \(\w+(-\w+)?, \w+\)\n/);
    expect(stdout).toMatch(/^validation {2}accuracy \d+\.\d\d %, loss \d\.\d+$/m);
    const names = ['digits.history.csv', 'digits.history.svg', 'digits.safetensors'];
    expect((await readdir(inFolder(''))).sort()).toEqual(names);
    for (const name of names) expect(stdout).toContain(name);
    const [header = '', ...rows] = (await readFile(inFolder(names[0]!), 'utf8')).trimEnd().split('\n');
    expect(header).toBe('epoch,loss,accuracy,valLoss,valAccuracy,learningRate');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['0', '1', '2']);
    expect(await readFile(inFolder(names[1]!), 'utf8')).toMatch(/^<svg [^>]*xmlns=.*<\/svg>\s*$/s);
  });

  test('trains to bitwise the same weights as fit in a program', async () => {
    await train(
      'digits',
      '--layers',
      '64-20-10',
      '--activation',
      'tanh',
      '--epochs',
      '3',
      '--batch',
      '50',
      '--seed',
      '7',
    );
    const { train: part, test: other } = digits();
    const net = sequential({ inputShape: [64], seed: 7 }, [
      layers.dense(20, { activation: 'tanh' }),
      layers.dense(10, { activation: 'softmax' }),
    ]);
    net.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
    await net.fit(part.x, part.y, { epochs: 3, batchSize: 50, validationData: [other.x, other.y] });
    expect(await weightsOf('digits.safetensors')).toEqual(net.getWeights());
  });

  test('resumes a model as if training had never stopped', async () => {
    const options = [
      '--optimizer',
      'sgd:momentum=0.9',
      '--schedule',
      'exponential:decayRate=0.9',
      '--batch',
      '20',
    ];
    const whole = await train('spiral', ...options, '--epochs', '9', '--out', 'whole.safetensors');
    await train('spiral', ...options, '--epochs', '4', '--out', 'parts.safetensors');
    const parts = await train('spiral', '--epochs', '9', '--resume', 'parts.safetensors');
    expect(parts).toMatchObject({ epochs: 9, loss: whole.loss, valLoss: whole.valLoss });
    expect(await weightsOf('parts.safetensors')).toEqual(await weightsOf('whole.safetensors'));
    const history = (name: string) => readFile(inFolder(`${name}.history.csv`), 'utf8');
    expect(await history('parts')).toBe(await history('whole'));
  });

  test('refuses to resume a training that is complete, or with data of another size', async () => {
    await train('xor', '--epochs', '3');
    const done = await ferrograd(['train', 'xor', '--epochs', '3', '--resume', 'xor.safetensors']);
    expectRefusal(done, 2, /trained for 3 epochs.*--epochs 6/);
    const other = await ferrograd(['train', 'digits', '--resume', 'xor.safetensors']);
    expectRefusal(other, 1, /digits has 64 values, the resumed model takes 2/);
  });

  test('makes the same model for the same seed, and another one for another seed', async () => {
    for (const [name, seed] of [
      ['a', '1'],
      ['b', '1'],
      ['c', '2'],
    ] as const)
      await train('xor', '--epochs', '5', '--seed', seed, '--out', `${name}.safetensors`);
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => weightsOf(`${name}.safetensors`)));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('validates on a share of the training data, and then tests on the test data', async () => {
    const result = await train('digits', '--epochs', '2', '--validation', '0.2');
    expect(result.samples).toBe(1200);
    expect(result.test?.loss).toBeGreaterThan(0);
    const without = await train('digits', '--epochs', '2', '--validation', '0', '--out', 'b.safetensors');
    expect(without.samples).toBe(1500);
    expect(without.valLoss).toBeUndefined();
  });

  test('stops early with the best weights', async () => {
    const args = ['train', 'digits', '--epochs', '400', '--rate', '0.02', '--patience', '3', '-q', '--json'];
    const { code, stdout, stderr } = await ferrograd(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^train: valLoss did not improve for 3 epochs/);
    const result = JSON.parse(stdout) as Result;
    expect(result.status).toBe('stopped');
    const net = await load(inFolder('digits.safetensors'));
    const { test: other } = digits();
    expect(net.evaluate(other.x, other.y).loss).toBe(result.valLoss);
  });

  test('reads layers from a JSON file, and adds an axis of channels for convolutions', async () => {
    const model = [
      { kind: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu' },
      { kind: 'flatten' },
      { kind: 'dense', units: 10, activation: 'softmax' },
    ];
    await writeFile(inFolder('net.json'), JSON.stringify(model));
    const { accuracy } = await train('digits', '--layers', 'net.json', '--epochs', '5');
    expect(accuracy).toBeGreaterThan(0.9);
    expect((await load(inFolder('digits.safetensors'))).inputShape).toEqual([8, 8, 1]);
  });

  test('trains with one output for two classes, and with other types, losses and schedules', async () => {
    const { accuracy } = await train(
      'linear',
      '-l',
      '2-8-1',
      '--epochs',
      '200',
      '--rate',
      '0.05',
      '--dtype',
      'float64',
    );
    expect(accuracy).toBeGreaterThan(0.95);
    expect((await load(inFolder('linear.safetensors'))).dtype).toBe('float64');
    await train(
      'xor',
      '--loss',
      'quadratic',
      '-o',
      'sgd:momentum=0.9,nesterov=true',
      '--rate',
      '0.5',
      '--epochs',
      '10',
      '--schedule',
      'cosine',
    );
    const rates = (await readFile(inFolder('xor.history.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    const rate = (epoch: number) => Number(rates[epoch]?.split(',').at(-1));
    expect(rate(0)).toBe(0.5);
    expect(rate(5)).toBeCloseTo(0.25, 12);
    expect(rate(9)).toBeLessThan(0.02);
  });

  test('trains on arrays of an .npz, on classes or on numbers', async () => {
    const { x, y } = spiral({ samples: 60, seed: 3 });
    await writeFile(inFolder('points.npz'), await encodeNpz({ x, y }));
    const classes = await train('points.npz', '--epochs', '3');
    expect(classes).toMatchObject({ samples: 144, epochs: 3 });
    expect(classes.valAccuracy).toBeDefined();
    const sums = Float64Array.from({ length: 180 }, (_, i) => x.data[2 * i]! + x.data[2 * i + 1]!);
    await writeFile(inFolder('sums.npz'), await encodeNpz({ x, y: { data: sums, shape: [180] } }));
    const values = await train('sums.npz', '--epochs', '60', '--rate', '0.02');
    expect(values.valLoss).toBeLessThan(0.01);
    expect(values).toHaveProperty('r2');
    await writeFile(inFolder('other.npz'), await encodeNpz({ a: x }));
    expectRefusal(await ferrograd(['train', 'other.npz']), 1, /other\.npz has the arrays a/);
  });

  test('fails with a remedy where the loss diverges', async () => {
    const args = [
      'train',
      'digits',
      '-o',
      'sgd',
      '--rate',
      '1e30',
      '--loss',
      'meanSquaredError',
      '--activation',
      'linear',
      '-q',
    ];
    const { code, stderr } = await ferrograd([...args, '-l', '64-8-10:linear']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: train: .*(NaN|infinite).*lower the learning rate\n$/);
    expect(await readdir(inFolder(''))).toEqual([]);
  });
});
