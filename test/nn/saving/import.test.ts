import { DataError, layers, type Model, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { fromBase64, keras, pytorch } from '../../files/fixtures.js';
import { expectClose } from '../../support/close.js';
import { bytesOf } from '../../support/continuing.js';
import { expectError } from '../../support/errors.js';
import { tolerances } from '../../support/tolerances.js';

/** The networks of `make_files.py`, made here; PyTorch's and Keras' names, or names that tell nothing. */
const networks = {
  pytorch: (named: boolean, dtype: 'float32' | 'float64' = 'float32'): Model => {
    const name = (own: string) => (named ? { name: own } : {});
    const epsilon = 1e-5;
    return sequential({ inputShape: [4, 5, 2], dtype }, [
      layers.conv2d(4, 3, { padding: 'same', ...name('conv1') }),
      layers.batchNormalization({ epsilon, ...name('bn1') }),
      layers.activation('relu'),
      layers.conv2d(6, [2, 3], { groups: 2, useBias: false, ...name('conv2') }),
      layers.flatten(),
      layers.batchNormalization({ epsilon, ...name('norm') }),
      layers.dense(5, { activation: 'relu', ...name('fc1') }),
      layers.layerNormalization({ epsilon, ...name('ln') }),
      layers.dense(3, { useBias: false, ...name('fc2') }),
    ]);
  },
  keras: (): Model =>
    sequential({ inputShape: [4, 4, 2] }, [
      layers.conv2d(4, 3, { padding: 'same' }),
      layers.batchNormalization(),
      layers.depthwiseConv2d(2, { depthMultiplier: 2 }),
      layers.dropout(0.1),
      layers.flatten(),
      layers.dense(3),
      layers.layerNormalization(),
      layers.batchNormalization({ scale: false }),
      layers.dense(2, { useBias: false }),
    ]),
};

interface Values {
  shape: readonly number[];
  values: readonly number[];
}
const known = (fixture: unknown) => {
  const { x, y } = fixture as { x: Values; y: Values };
  return { x: { data: Float64Array.from(x.values), shape: x.shape }, y: y.values };
};

describe('PyTorch', () => {
  const { x, y } = known(pytorch);

  it.each([
    ['by the names of layers', true, 'float32'],
    ['by order', false, 'float32'],
    ['in float64', true, 'float64'],
  ] as const)('gives its outputs, %s', async (_, named, dtype) => {
    const net = networks.pytorch(named, dtype);
    await net.loadWeights(fromBase64(pytorch.base64), { from: 'pytorch' });
    expectClose(net.predict(x).data, y, tolerances.imported);
  });

  it('gives its outputs by the names that an option maps', async () => {
    const net = networks.pytorch(false);
    const names = { dense: 'fc1', dense_1: 'fc2', conv2d: 'conv1', conv2d_1: 'conv2' };
    await net.loadWeights(fromBase64(pytorch.base64), { from: 'pytorch', names });
    expectClose(net.predict(x).data, y, tolerances.imported);
  });

  it('gives the weights of eleven layers whose names differ only by a number', async () => {
    const net = sequential(
      { inputShape: [2] },
      Array.from({ length: 11 }, () => layers.dense(2)),
    );
    await net.loadWeights(fromBase64(pytorch.eleven.base64), { from: 'pytorch' });
    const kernels = net.getWeights().filter((_, index) => index % 2 === 0);
    expect(kernels.map(({ data }) => [...data])).toEqual(
      pytorch.eleven.kernels.map((k) => k.map(Math.fround)),
    );
  });

  it('is refused if its layers do not fit, and the model stays as it was', async () => {
    const net = sequential({ inputShape: [2] }, [layers.dense(3), layers.dense(4)]);
    const before = await bytesOf(net);
    const bytes = fromBase64(pytorch.base64);
    await expectError(() => net.loadWeights(bytes, { from: 'pytorch' }), DataError, {
      operation: 'loadWeights',
    });
    await expectError(() => net.loadWeights(bytes, { from: 'keras' }), DataError, {
      operation: 'loadWeights',
    });
    await expectError(() => net.loadWeights(bytes), DataError, { code: 'tensor-names' });
    expect(await bytesOf(net)).toEqual(before);
  });
});

describe('Keras', () => {
  const { x, y } = known(keras);

  it.each(['vars', 'paths'] as const)('gives its outputs from its %s', async (file) => {
    const net = networks.keras();
    await net.loadWeights(fromBase64(keras[file]), { from: 'keras' });
    expectClose(net.predict(x).data, y, tolerances.imported);
  });
});
