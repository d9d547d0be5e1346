import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { execArgv, execPath } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import {
  ArgumentError,
  callbacks,
  DataError,
  DTypeError,
  layers,
  load,
  type Model,
  optimizers,
  sequential,
} from 'ferrograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bytesOf } from '../../support/continuing.js';
import { digitsNet, someDigits } from '../../support/digits.js';
import { expectError } from '../../support/errors.js';
import { flatWeights } from '../../support/weights.js';

const { x, y } = someDigits(60);

let folder: string;
let net: Model;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferrograd-'));
  net = digitsNet({ momentum: 0.9 });
  await net.fit(x, y, { epochs: 2 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

describe('save and load', () => {
  it.each([
    ['a path', (path: string) => path],
    ['a URL', pathToFileURL],
  ])('by %s', async (_, place) => {
    await net.save(place(at('net.safetensors')));
    expect(await bytesOf(await load(place(at('net.safetensors'))))).toEqual(await bytesOf(net));
    expect(readFileSync(at('net.safetensors'))).toEqual(Buffer.from(await net.toBytes()));
  });

  it('bytes restore the model, also if they are a part of a larger buffer', async () => {
    const bytes = await net.toBytes();
    const wider = new Uint8Array(bytes.length + 10);
    wider.set(bytes, 3);
    for (const source of [bytes, bytes.buffer, wider.subarray(3, 3 + bytes.length)]) {
      expect(await bytesOf(await load(source))).toEqual(await bytesOf(net));
    }
  });

  it('saves at the same time replace an existing file one after the other', async () => {
    const other = digitsNet({ seed: 9 });
    await other.save(at('twice.safetensors'));
    await Promise.all(Array.from({ length: 5 }, () => net.save(at('twice.safetensors'))));
    expect(await bytesOf(await load(at('twice.safetensors')))).toEqual(await bytesOf(net));
    expect(readdirSync(folder).filter((name) => name.includes('twice'))).toEqual(['twice.safetensors']);
  });

  it('paths at which there can be no file are refused', async () => {
    await expectError(() => net.save(at('no/folder.safetensors')), DataError, { operation: 'save' });
    await expectError(() => net.save(''), DTypeError, { operation: 'save' });
    await expectError(() => net.save(undefined as never), DTypeError, { operation: 'save' });
    await expectError(() => load(at('nothing.safetensors')), DataError, { operation: 'load' });
  });
});

describe('saveWeights and loadWeights', () => {
  it.each(['weights.safetensors', 'weights.npz', 'weights/'])('%s', async (name) => {
    await net.saveWeights(at(name));
    const other = digitsNet({ seed: 9, momentum: 0.9 });
    await other.loadWeights(at(name));
    expect(flatWeights(other)).toEqual(flatWeights(net));
  });

  it('loaded weights leave the optimizer, the compiled settings and the next order of samples unchanged', async () => {
    const [other, twin] = [digitsNet({ momentum: 0.9 }), digitsNet({ momentum: 0.9 })];
    for (const one of [other, twin]) await one.fit(x, y);
    await other.loadWeights(await other.toBytes());
    for (const one of [other, twin]) await one.fit(x, y);
    expect(await bytesOf(other)).toEqual(await bytesOf(twin));
  });

  it('a folder holds one .npy file for each array, named by layer and weight', async () => {
    await net.saveWeights(`${at('arrays')}/`);
    const names = ['dense.bias.npy', 'dense.kernel.npy', 'dense_1.bias.npy', 'dense_1.kernel.npy'];
    expect(readdirSync(at('arrays')).toSorted()).toEqual(names);
    rmSync(at('arrays/dense_1.bias.npy'));
    await expectError(() => net.loadWeights(`${at('arrays')}/`), DataError, {
      message: /dense_1\.bias\.npy/,
    });
    await expectError(() => net.loadWeights(`${at('arrays')}/`, { from: 'keras' }), ArgumentError, {
      actual: /keras/,
    });
  });

  it('the weights of a whole model can be loaded, also into another element type', async () => {
    const other = digitsNet({ seed: 9, dtype: 'float64' });
    await other.loadWeights(await net.toBytes());
    expect(flatWeights(other)).toEqual(flatWeights(net));
  });

  it('layers may have names with dots, spaces or names of the prototype', async () => {
    const make = (seed: number) =>
      sequential({ inputShape: [2], seed }, [
        layers.dense(3, { name: 'optimizer' }),
        layers.dense(3, { name: '__proto__' }),
        layers.dense(3, { name: 'a.b' }),
        layers.dense(1, { name: 'größe 1' }),
      ]);
    const original = make(1);
    original.compile({ optimizer: optimizers.sgd({ momentum: 0.5 }), loss: 'quadratic' });
    await original.fit([[1, 2]], [[1]]);
    expect(await bytesOf(await load(await original.toBytes()))).toEqual(await bytesOf(original));
    for (const name of ['names.safetensors', 'names.npz', 'names/']) {
      await original.saveWeights(at(name));
      const other = make(2);
      await other.loadWeights(at(name));
      expect(flatWeights(other)).toEqual(flatWeights(original));
    }
  });

  it.each(['weights', 'weights.h5', 'weights.npy', ''])('saveWeights refuses to write %j', async (name) => {
    const Class = name === '' ? DTypeError : DataError;
    await expectError(() => net.saveWeights(name && at(name)), Class, { operation: 'saveWeights' });
  });
});

it('modelCheckpoint writes files from which training resumes exactly', async () => {
  const path = at('{epoch:02d}.safetensors');
  const whole = digitsNet({ momentum: 0.9 });
  await whole.fit(x, y, { epochs: 4, callbacks: [callbacks.modelCheckpoint({ path })] });
  for (let epoch = 1; epoch <= 4; epoch++) {
    const loaded = await load(at(`0${epoch}.safetensors`));
    if (epoch < 4) await loaded.fit(x, y, { initialEpoch: epoch, epochs: 4 });
    expect(await bytesOf(loaded)).toEqual(await bytesOf(whole));
  }
});

it('a training that is killed leaves a file from which it can resume', async () => {
  const script = fileURLToPath(new URL('../../support/trainUntilKilled.js', import.meta.url));
  // The backend under test may need one of its own.
  const flags = execArgv.filter((flag) => flag.includes('wasm'));
  const path = at('killed.safetensors');
  for (const delay of [0, 7, 19]) {
    const child = spawn(execPath, [...flags, script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await once(child, 'close');
    const loaded = await load(path);
    const { status } = await loaded.fit(new Float32Array(8), new Float32Array(200));
    expect(status).toBe('completed');
  }
});
