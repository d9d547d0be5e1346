import { ArgumentError, DataError } from 'ferrograd';
import { describe, expect, it } from 'vitest';
import type { FileArray } from '../../dist/files/fileArray.js';
import { kerasWeights } from '../../dist/files/foreign/keras.js';
import type { ModelParameter } from '../../dist/files/foreign/parameters.js';
import { pytorchWeights } from '../../dist/files/foreign/pytorch.js';
import { decodeNpz } from '../../dist/files/npz.js';
import { decodeSafetensors } from '../../dist/files/safetensors.js';
import { expectError } from '../support/errors.js';
import { type ExpectedParameter, fromBase64, keras, pytorch } from './fixtures.js';

type Tensors = ReadonlyMap<string, FileArray>;

const state = decodeSafetensors(fromBase64(pytorch.base64)).tensors;

const zeros = (...shape: number[]): FileArray => ({
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  shape,
});

/** Arrays of one number each, so that a test sees which array a parameter got. */
const filled = (value: number, ...shape: number[]): FileArray => {
  const { data } = zeros(...shape);
  return { data: (data as Float32Array).fill(value), shape };
};

const dense = (layer: string, ...shape: number[]): ModelParameter => ({
  layer,
  kind: 'dense',
  name: 'kernel',
  shape,
});

function expectWeights(
  arrays: readonly { data: ArrayLike<number>; shape: readonly number[] }[],
  expected: ExpectedParameter[],
) {
  expect(arrays.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  expect(arrays.map(({ data }) => Array.from(data))).toEqual(
    expected.map(({ values }) => values.map((v) => Math.fround(Number(v)))),
  );
}

/** The parameters of a model whose layers have other names. */
function renamed(parameters: ExpectedParameter[], rename: (name: string) => string): ExpectedParameter[] {
  return parameters.map((parameter) => ({ ...parameter, layer: rename(parameter.layer) }));
}

function without(tensors: Tensors, ...names: string[]): Tensors {
  return new Map([...tensors].filter(([name]) => !names.includes(name)));
}

describe('pytorchWeights', () => {
  it('returns the arrays of PyTorch in our layout, by name', () => {
    expectWeights(pytorchWeights(pytorch.parameters, state), pytorch.parameters);
  });

  it('pairs layers of other names in order', () => {
    const parameters = renamed(pytorch.parameters, (name) => `layer ${name}`);
    expectWeights(pytorchWeights(parameters, state), pytorch.parameters);
  });

  it('drops the prefixes of wrappers, and follows explicit names', () => {
    for (const wrapper of ['module.', '_orig_mod.']) {
      const wrapped = new Map([...state].map(([name, array]) => [wrapper + name, array]));
      expectWeights(pytorchWeights(pytorch.parameters, wrapped), pytorch.parameters);
    }
    const parameters = renamed(pytorch.parameters, (name) => name.replace('fc', 'dense_'));
    const names = { dense_1: 'fc1', dense_2: 'fc2' };
    expectWeights(pytorchWeights(parameters, state, { names }), pytorch.parameters);
  });

  it('sorts numbers in names by value', () => {
    const { tensors } = decodeSafetensors(fromBase64(pytorch.eleven.base64));
    const parameters = pytorch.eleven.kernels.flatMap((_, i): ModelParameter[] => [
      dense(`dense_${i}`, 2, 2),
      { ...dense(`dense_${i}`, 2), name: 'bias' },
    ]);
    const arrays = pytorchWeights(parameters, tensors).filter((_, i) => i % 2 === 0);
    expect(arrays.map(({ data }) => Array.from(data))).toEqual(pytorch.eleven.kernels);
  });

  it('keeps the order of a file that is not sorted', () => {
    const tensors = new Map([
      ['stem.weight', filled(1, 2, 2)],
      ['body.weight', filled(2, 2, 2)],
      ['head.weight', filled(3, 2, 2)],
    ]);
    const arrays = pytorchWeights([dense('a', 2, 2), dense('b', 2, 2), dense('c', 2, 2)], tensors);
    expect(arrays.map(({ data }) => data[0])).toEqual([1, 2, 3]);
  });

  it('finds layers by shape where a sorted file has lost their order, and refuses to guess', async () => {
    const model = [dense('a', 3, 2), dense('b', 2, 4)];
    const distinct = new Map([
      ['decoder.weight', filled(2, 4, 2)],
      ['encoder.weight', filled(1, 2, 3)],
    ]);
    expect(pytorchWeights(model, distinct).map(({ data }) => data[0])).toEqual([1, 2]);
    const alike = new Map([
      ['decoder.weight', filled(2, 2, 2)],
      ['encoder.weight', filled(1, 2, 2)],
    ]);
    const square = [dense('a', 2, 2), dense('b', 2, 2)];
    await expectError(() => pytorchWeights(square, alike), DataError, {
      code: 'weights-ambiguous',
      message: /"decoder" and "encoder".*names:/,
    });
    const names = { a: 'encoder', b: 'decoder' };
    expect(pytorchWeights(square, alike, { names }).map(({ data }) => data[0])).toEqual([1, 2]);
  });

  it('accepts a file of one module, float64 values and integers', () => {
    const tensors: Tensors = new Map<string, FileArray>([
      ['weight', { data: Float64Array.of(0.1, 0.2), shape: [1, 2] }],
      ['bias', { data: BigInt64Array.of(3n), shape: [1] }],
    ]);
    const arrays = pytorchWeights([dense('a', 2, 1), { ...dense('a', 1), name: 'bias' }], tensors);
    expect(arrays).toEqual([
      { data: Float64Array.of(0.1, 0.2), shape: [2, 1] },
      { data: Float64Array.of(3), shape: [1] },
    ]);
  });

  it('lists all arrays that are missing, left over or misshapen', async () => {
    const tensors = new Map([
      ...without(state, 'conv1.bias', 'ln.weight'),
      ['fc1.weight', zeros(5, 53)],
      ['fc2.bias', zeros(3)],
      ['extra.weight', zeros(3)],
    ] as [string, FileArray][]);
    const { message } = await expectError(() => pytorchWeights(pytorch.parameters, tensors), DataError, {
      code: 'weights-misfit',
      operation: 'pytorchWeights',
    });
    for (const part of [
      'lack bias of conv1 (conv1 bias), gamma of ln (ln weight)',
      'have "fc2.bias", "extra.weight", which no layer needs',
      'do not fit: "fc1.weight" is [5, 53] and kernel of fc1 needs [5, 54]',
    ]) {
      expect(message).toContain(part);
    }
  });

  it('refuses another architecture and unknown names', async () => {
    const shorter = pytorch.parameters.filter(({ layer }) => layer !== 'fc2');
    await expectError(() => pytorchWeights(shorter, state), DataError, { message: /have "fc2.weight"/ });
    await expectError(
      () => pytorchWeights([dense('x', 4, 3)], new Map([['y.weight', zeros(3, 5)]])),
      DataError,
      { message: /"y.weight" is \[3, 5\].*needs \[3, 4\]/ },
    );
    await expectError(() => pytorchWeights([dense('x', 4, 3)], new Map()), DataError, {
      message: /lack kernel of x/,
    });
    await expectError(
      () => pytorchWeights(pytorch.parameters, state, { names: { fc3: 'fc1' } }),
      ArgumentError,
      { message: /no layer "fc3".*did you mean 'fc/ },
    );
    await expectError(
      () => pytorchWeights(pytorch.parameters, state, { names: { fc1: 'fc7' } }),
      ArgumentError,
      { message: /no module of the file "fc7"/ },
    );
  });
});

describe('kerasWeights', () => {
  it.each(['vars', 'paths'] as const)('returns the arrays of a Keras model named by %s', async (form) => {
    const tensors = await decodeNpz(fromBase64(keras[form]));
    expectWeights(kerasWeights(keras.parameters, tensors), keras.parameters);
    const other = renamed(keras.parameters, (name) => `our ${name}`);
    expectWeights(kerasWeights(other, tensors), keras.parameters);
  });

  it('lists the arrays that do not fit', async () => {
    const tensors = await decodeNpz(fromBase64(keras.vars));
    const less = without(tensors, 'layers/dense/vars/1', 'layers/batch_normalization/vars/3');
    const { message } = await expectError(() => kerasWeights(keras.parameters, less), DataError, {
      operation: 'kerasWeights',
    });
    expect(message).toContain('the Keras weights lack movingVariance of batch_normalization');
    expect(message).toContain('bias of dense (dense 1)');
  });
});
