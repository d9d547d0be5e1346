import { readFile, writeFile } from 'node:fs/promises';

import { layers, load, sequential } from 'ferrograd';
import { digits } from 'ferrograd/data';
import { describe, expect, test } from 'vitest';

import { encodeNpz } from '../../dist/files/index.js';
import { expectRefusal, ferrograd, inFolder, useFolder } from './run.js';

useFolder();

async function trained() {
  const { code } = await ferrograd(['train', 'digits', '--epochs', '10', '-q']);
  expect(code).toBe(0);
  return load(inFolder('digits.safetensors'));
}

describe('predict', () => {
  test('prints the class and the probability of each sample', async () => {
    const net = await trained();
    const { test: part } = digits();
    const { data } = net.predict(part.x);
    const { code, stdout, stderr } = await ferrograd([
      'predict',
      'digits.safetensors',
      'digits',
      '--probabilities',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header).toBe(`class,probability,${Array.from({ length: 10 }, (_, i) => `p(${i})`).join()}`);
    expect(rows).toHaveLength(297);
    rows.forEach((row, sample) => {
      const [label, probability, ...all] = row.split(',').map(Number);
      const outputs = [...data.subarray(10 * sample, 10 * sample + 10)];
      expect(all).toEqual(outputs);
      expect(label).toBe(outputs.indexOf(Math.max(...outputs)));
      expect(probability).toBe(Math.max(...outputs));
    });
  });

  test('prints JSON, or writes a file', async () => {
    await trained();
    const json = await ferrograd(['predict', 'digits.safetensors', 'digits', '--json']);
    const list = JSON.parse(json.stdout) as object[];
    expect(list).toHaveLength(297);
    expect(Object.keys(list[0]!)).toEqual(['class', 'probability']);
    const written = await ferrograd(['predict', 'digits.safetensors', 'digits', '--out', 'a.csv']);
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(inFolder('a.csv'), 'utf8')).toMatch(/^class,probability\n\d,0\.\d+\n/);
  });

  test('predicts arrays of an .npz without targets, by a model that a program saved', async () => {
    const net = sequential({ inputShape: [2], seed: 1 }, [layers.dense(1)]);
    await net.save(inFolder('net.safetensors'));
    const x = { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] };
    await writeFile(inFolder('x.npz'), await encodeNpz({ x }));
    const { stdout } = await ferrograd(['predict', 'net.safetensors', 'x.npz']);
    expect(stdout).toBe(`y\n${[...net.predict(x).data].join('\n')}\n`);
  });

  test('refuses samples of another size', async () => {
    await trained();
    expectRefusal(
      await ferrograd(['predict', 'digits.safetensors', 'xor']),
      1,
      /xor has 2 values, the model takes 64/,
    );
  });
});

describe('evaluate', () => {
  test('prints the metrics of the test data', async () => {
    const net = await trained();
    const { test: part } = digits();
    const { stdout } = await ferrograd(['evaluate', 'digits.safetensors', 'digits', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      data: 'digits',
      part: 'test',
      samples: 297,
      ...net.evaluate(part.x, part.y),
    });
    const text = await ferrograd(['evaluate', 'digits.safetensors', 'digits']);
    expect(text.stdout).toMatch(/^test +accuracy \d+\.\d\d %, loss 0\.\d+ \(297 samples of digits\)\n$/);
  });

  test('refuses data of another size', async () => {
    await trained();
    const outcome = await ferrograd(['evaluate', 'digits.safetensors', 'spiral']);
    expectRefusal(outcome, 1, /spiral has 2 values, the model takes 64/);
  });
});

describe('summary', () => {
  test('lists the layers and how the model was trained', async () => {
    const net = await trained();
    const { stdout } = await ferrograd(['summary', 'digits.safetensors']);
    expect(stdout).toContain(net.summary({ print: () => undefined }));
    expect(stdout).toContain('Training: adam, sparseCategoricalCrossentropy');
    expect(stdout).toContain('Trained: 10 epochs, 470 steps, on digits');
    const json = await ferrograd(['summary', 'digits.safetensors', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      inputShape: [64],
      parameters: 2410,
      epochs: 10,
      steps: 470,
    });
  });
});
