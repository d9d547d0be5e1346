import { layers, sequential } from 'ferrograd';
import { expect, it, vi } from 'vitest';

it('summary prints the layers as a table and returns it', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const net = sequential({ inputShape: [784], name: 'nielsen' }, [
    layers.dense(30, { activation: 'sigmoid' }),
    layers.dense(10, { name: 'digits' }),
    layers.activation('softmax'),
  ]);
  const text = net.summary();
  expect(log.mock.calls).toEqual([[text]]);
  log.mockRestore();
  expect(text.split('\n')).toEqual([
    'Model: nielsen (float32, input [n, 784])',
    '┌─────────────────────────┬──────────────┬────────────┐',
    '│ Layer (kind)            │ Output shape │ Parameters │',
    '├─────────────────────────┼──────────────┼────────────┤',
    '│ dense (dense)           │ [n, 30]      │     23,550 │',
    '│ digits (dense)          │ [n, 10]      │        310 │',
    '│ activation (activation) │ [n, 10]      │          0 │',
    '└─────────────────────────┴──────────────┴────────────┘',
    'Parameters: 23,860 (93.20 KiB)',
  ]);
});

it('summary prints by the function that it is given', () => {
  const lines: string[] = [];
  const net = sequential({ inputShape: [1] }, [layers.dense(1), layers.dense(1)]);
  expect(lines).toEqual([]);
  net.summary({ print: (text) => lines.push(text) });
  expect(lines[0]).toMatch('dense_1 (dense)');
});

it('a model has shapes, a name, an element type and a seed', () => {
  const net = sequential({ inputShape: [3, 2], seed: 5, dtype: 'float64' }, [layers.activation('relu')]);
  const { dtype, inputShape, name, outputShape, seed } = net;
  expect({ dtype, inputShape, name, outputShape, seed }).toEqual({
    dtype: 'float64',
    inputShape: [3, 2],
    name: 'sequential',
    outputShape: [3, 2],
    seed: 5,
  });
  expect(net.predict([[-1, 1, -2, 2, -3, 3]])).toEqual({
    data: new Float64Array([0, 1, 0, 2, 0, 3]),
    shape: [1, 3, 2],
  });
});

it('a layer description may serve several models, each with its own weights', () => {
  const shared = layers.dense(2);
  const [a, b] = [1, 2].map((seed) => sequential({ inputShape: [2], seed }, [shared]));
  a!.setWeights([new Float32Array(4), new Float32Array(2)]);
  expect(b!.getWeights()[0]!.data).not.toEqual(new Float32Array(4));
});

it('predict, evaluate and gradients do not depend on the batch size', () => {
  const net = sequential({ inputShape: [4], seed: 1, dtype: 'float64' }, [
    layers.dense(5, { activation: 'tanh' }),
    layers.dense(3, { activation: 'softmax' }),
  ]);
  net.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const x = Float64Array.from({ length: 4 * 70 }, (_, i) => Math.sin(i));
  const y = Uint8Array.from({ length: 70 }, (_, i) => i % 3);
  const sizes = [1, 7, 32, 70, 1000];
  const outputs = sizes.map((batchSize) => net.predict(x, { batchSize }));
  const losses = sizes.map((batchSize) => net.evaluate(x, y, { batchSize }));
  for (const output of outputs) expect(output).toEqual(outputs[0]);
  for (const { loss, accuracy } of losses) {
    expect(loss).toBeCloseTo(losses[0]!.loss, 13);
    expect(accuracy).toBe(losses[0]!.accuracy);
  }
  expect(net.gradients(x, y).loss).toBeCloseTo(losses[0]!.loss, 13);
});
