import { DataError } from 'ferrograd';
import { expect, it, test } from 'vitest';
import { decodeArrays, encodeNpy, encodeNpz, encodeSafetensors } from '../../dist/files/index.js';
import { expectError } from '../support/errors.js';
import { fromBase64, keras, pytorch } from './fixtures.js';

const source = { operation: 'loadWeights', name: 'net' };
const array = { data: Float32Array.of(1, 2), shape: [2], dtype: 'float32' } as const;

it('reads safetensors and npz', async () => {
  const expected = new Map([['a', array]]);
  const metadata = { format: 'ferrograd' };
  expect(await decodeArrays(encodeSafetensors({ a: array }, metadata), source)).toEqual({
    tensors: expected,
    metadata,
  });
  expect(await decodeArrays(await encodeNpz({ a: array }), source)).toEqual({
    tensors: expected,
    metadata: {},
  });
  expect((await decodeArrays(fromBase64(pytorch.base64), source)).tensors.has('fc1.weight')).toBe(true);
  expect((await decodeArrays(fromBase64(keras.vars), source)).tensors.has('layers/dense/vars/0')).toBe(true);
  expect((await decodeArrays(encodeSafetensors({}), source)).tensors.size).toBe(0);
});

test.each([
  ['a Keras file', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a), /HDF5.*numpy.savez/],
  ['a pickle', Uint8Array.of(0x80, 2, 0x8a), /pickle.*safetensors/],
  ['a single array', encodeNpy(array), /single .npy/],
  ['an empty file', new Uint8Array(0), /another format/],
])('refuses %s and names the remedy', async (_, bytes, message) => {
  const expected = { code: 'weights-format', operation: 'loadWeights', message };
  await expectError(() => decodeArrays(bytes, source), DataError, expected);
});
