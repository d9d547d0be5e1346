import {
  ArgumentError,
  DataError,
  type ErrorDetails,
  input,
  layers,
  load,
  type Model,
  model,
  ShapeError,
} from 'ferrograd';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  changed,
  type Parts,
  checkpointedNet,
  checkpointFile,
  isTyped,
  stopping,
  x,
  y,
} from '../../support/checkpointFile.js';
import { bytesOf } from '../../support/continuing.js';
import { expectError } from '../../support/errors.js';

let file: Uint8Array<ArrayBuffer>;
beforeAll(async () => void (file = await checkpointFile()));

describe('fit of a loaded model', () => {
  const fit = (one: Model) =>
    one.fit([x, x], y, { initialEpoch: 1, epochs: 3, batchSize: 1, callbacks: [stopping()] });

  it.each<[string, (state: Record<string, unknown>) => unknown]>([
    ['nothing', (state) => (state['known'] = null)],
    [
      'a text for a number',
      (state) => (state['known'] = { wait: '1', best: 1, bestEpoch: 0, hasStopped: false }),
    ],
    ['no weights', (state) => (state['lastWeights'] = [1])],
    ['weights of another model', (state) => (state['lastWeights'] as unknown[]).pop()],
    ['a wrong shape', (state) => ((state['lastWeights'] as { shape: number[] }[])[0]!.shape = [1])],
  ])('refuses a broken state of a callback and leaves the model unchanged: %s', async (_, change) => {
    // Tensors that the description does not name are removed, as load would refuse them.
    const bytes = changed(file, ({ description, tensors }) => {
      const [record] = description.state.progress.callbacks as { state: Record<string, unknown> }[];
      change(record!.state);
      const named = JSON.stringify(description.state.progress);
      for (const name of [...tensors.keys()].filter((tensor) => tensor.startsWith('training/'))) {
        if (!named.includes(`"$array":"${name.split('/')[2]!}"`)) tensors.delete(name);
      }
    });
    const loaded = await load(bytes);
    const before = await bytesOf(loaded);
    const error = await fit(loaded).catch((reason: unknown) => reason);
    expect(isTyped(error)).toBe(true);
    expect((error as Partial<ErrorDetails>).code).toBe('callback-state');
    expect(await bytesOf(loaded)).toEqual(before);
  });

  it('accepts a file without states of callbacks', async () => {
    const old = changed(file, ({ description, tensors }) => {
      delete (description.state as { progress?: unknown }).progress;
      for (const name of [...tensors.keys()]) if (name.startsWith('training/')) tensors.delete(name);
    });
    const loaded = await load(old);
    expect(loaded.position).toBeUndefined();
    expect((await fit(loaded)).epochs).toEqual([1, 2]);
  });
});

describe('loadWeights', () => {
  it.each<[string, (parts: Parts) => void, typeof ArgumentError | typeof ShapeError, RegExp]>([
    ['missing', ({ tensors }) => tensors.delete('dense/kernel'), DataError, /lacks dense\/kernel$/],
    [
      'extra',
      ({ tensors }) => tensors.set('x/y', { data: new Float32Array(1), shape: [1] }),
      DataError,
      /has x\/y/,
    ],
    [
      'misshapen',
      ({ tensors }) => tensors.set('dense/kernel', { data: new Float32Array(4), shape: [4, 1] }),
      ShapeError,
      /dense\/kernel has shape \[4, 1\]/,
    ],
    [
      'infinite',
      ({ tensors }) => (tensors.get('out/bias')!.data[2] = Infinity),
      ArgumentError,
      /out\/bias\[2\] is Inf/,
    ],
  ])('refuses %s tensors and leaves the model unchanged', async (_, change, Class, actual) => {
    const target = checkpointedNet();
    const before = await bytesOf(target);
    await expectError(() => target.loadWeights(changed(file, change)), Class, {
      actual,
      operation: 'loadWeights',
    });
    expect(await bytesOf(target)).toEqual(before);
  });

  it('refuses the file of another architecture', async () => {
    const x = input([2]);
    const other = model({ inputs: x, outputs: layers.dense(3, { name: 'out' }).apply(x), seed: 1 });
    const before = await bytesOf(other);
    await expectError(() => other.loadWeights(file), DataError, { code: 'tensor-names' });
    expect(await bytesOf(other)).toEqual(before);
  });

  it.each([
    [{ from: 'tensorflow' }, /tensorflow/],
    [{ names: {} }, /names/],
    [{ form: 'pytorch' }, /form/],
  ])('refuses the options %j', async (options, actual) => {
    await expectError(() => checkpointedNet().loadWeights(file, options as never), ArgumentError, { actual });
  });
});
