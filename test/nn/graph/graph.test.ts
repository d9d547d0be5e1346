import {
  ArgumentError,
  DTypeError,
  input,
  layers,
  type Model,
  model,
  optimizers,
  sequential,
  ShapeError,
  type SymbolicTensor,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { someDigits } from '../../support/digits.js';
import { expectError } from '../../support/errors.js';
import { flatWeights } from '../../support/weights.js';

const dense = layers.dense;

const silent = { print: () => undefined };

function build(inputs: SymbolicTensor | SymbolicTensor[], outputs: SymbolicTensor | SymbolicTensor[]): Model {
  return model({ inputs, outputs, seed: 3, dtype: 'float64' });
}

describe('a graph that is a chain', () => {
  it('is the same as the sequential model', async () => {
    const { x, y } = someDigits(60);
    const parts = () => [
      dense(9, { activation: 'tanh' }),
      layers.dropout(0.2),
      dense(10, { activation: 'softmax' }),
    ];
    const chain = sequential({ inputShape: [64], seed: 3 }, parts());
    const start = input([64]);
    const end = parts().reduce<SymbolicTensor>((tensor, layer) => layer.apply(tensor), start);
    const graph = model({ inputs: start, outputs: end, seed: 3, name: 'sequential' });
    expect(graph.summary(silent)).toBe(chain.summary(silent));
    for (const net of [chain, graph]) {
      net.compile({ optimizer: optimizers.sgd({ momentum: 0.9 }), loss: 'sparseCategoricalCrossentropy' });
      await net.fit(x, y, { epochs: 2 });
    }
    expect(flatWeights(graph)).toEqual(flatWeights(chain));
    expect(graph.predict(x)).toEqual(chain.predict(x));
    expect(await graph.toBytes()).toEqual(await chain.toBytes());
  });

  it('may be thousands of layers deep', async () => {
    const start = input([2]);
    let tensor = start;
    for (let i = 0; i < 5000; i++) tensor = layers.activation(i % 2 ? 'linear' : 'relu').apply(tensor);
    const deep = model({ inputs: start, outputs: dense(1, { kernelInitializer: 'ones' }).apply(tensor) });
    expect([...deep.predict([[1, 2], [-3, 4]]).data]).toEqual([3, 4]); // prettier-ignore
    deep.compile({ optimizer: 'sgd', loss: 'quadratic' });
    expect((await deep.fit([[1, 2]], [[0]])).status).toBe('completed');
    expect(deep.summary(silent)).toMatch('activation_4999');
  });
});

describe('a graph is refused', () => {
  const x = input([2], { name: 'x' });
  const shared = dense(2);
  it.each<[string, () => unknown, typeof ArgumentError, RegExp]>([
    [
      'for a layer used twice',
      () => build(x, shared.apply(shared.apply(x))),
      ArgumentError,
      /same dense layer is used twice/,
    ],
    [
      'for an input that is missing',
      () => build(x, dense(1).apply(input([3]))),
      ArgumentError,
      /need the input of shape \[3\]/,
    ],
    [
      'for an input named twice',
      () => build([x, x], dense(1).apply(x)),
      ArgumentError,
      /inputs\[1\] is named twice/,
    ],
    [
      'for two inputs of one name',
      () => build([x, input([1], { name: 'x' })], dense(1).apply(x)),
      ArgumentError,
      /same name/,
    ],
    [
      'for an input that is an output',
      () => build(dense(1).apply(x), dense(1).apply(x)),
      ArgumentError,
      /output of a layer/,
    ],
    ['without inputs', () => build([], dense(1).apply(x)), ArgumentError, /inputs is empty/],
    ['without outputs', () => build(x, []), ArgumentError, /outputs is empty/],
    ['for outputs that are none', () => build(x, dense(1) as never), DTypeError, /outputs is an object/],
    [
      'for two layers of one name',
      () => build(x, dense(1, { name: 'a' }).apply(dense(1, { name: 'a' }).apply(x))),
      ArgumentError,
      /two layers are named "a"/,
    ],
    [
      'for a name with a slash',
      () => build(x, dense(1, { name: 'a/b' }).apply(x)),
      ArgumentError,
      /named "a\/b"/,
    ],
    [
      'for an unknown option',
      () => model({ inputs: x, outputs: x, output: x } as never),
      ArgumentError,
      /"output"/,
    ],
    ['for data in the place of tensors', () => dense(1).apply([[1, 2]] as never), DTypeError, /applied to/],
    ['for a layer of nothing', () => dense(1).apply(), ArgumentError, /applied to no tensor/],
    ['for a layer of two tensors', () => dense(1).apply(x, x), ShapeError, /the layer was given 2 inputs/],
    ['for a sum of one', () => layers.add().apply(x), ShapeError, /the layer was given 1 input$/],
    ['for a sum of other shapes', () => layers.add().apply(x, input([3])), ShapeError, /\[2\] and \[3\]/],
    ['for a join along no axis', () => layers.concatenate({ axis: 2 }).apply(x, x), ShapeError, /axis is 2/],
    [
      'for a join along the samples',
      () => layers.concatenate({ axis: 0 }).apply(x, x),
      ShapeError,
      /axis is 0/,
    ],
    [
      'for a join of other ranks',
      () => layers.concatenate().apply(x, input([1, 2])),
      ShapeError,
      /\[2\] and \[1, 2\]/,
    ],
    ['for a reshape of another size', () => layers.reshape([3, -1]).apply(x), ShapeError, /2 values/],
    ['for an input without sizes', () => input([]), ShapeError, /shape is \[\]/],
    ['for an input of half a size', () => input([0.5]), ArgumentError, /0.5/],
  ])('%s', async (_, call, Class, actual) => {
    await expectError(call, Class, { actual });
  });
});
