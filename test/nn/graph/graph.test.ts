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

import { expectClose } from '../../support/close.js';
import { differences, relativeError } from '../../support/differences.js';
import { someDigits } from '../../support/digits.js';
import { expectError } from '../../support/errors.js';
import { centralDifference, tolerances } from '../../support/tolerances.js';
import { flatWeights } from '../../support/weights.js';

const random = (count: number, width: number, seed = 1) =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_, j) => Math.sin(1 + 7.3 * i + 3.1 * j + seed)),
  );
const labels = (count: number, classes: number) => Array.from({ length: count }, (_, i) => (i * 5) % classes);

const dense = layers.dense;
const silent = { print: () => undefined };

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

/** Graphs, with their samples and targets, whose gradients are compared with central differences. */
const graphs: [string, () => { net: Model; x: unknown; y: unknown }][] = [
  [
    'a skip connection',
    () => {
      const x = input([4]);
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      const sum = layers.add().apply(dense(4, { activation: 'tanh' }).apply(hidden), hidden, x);
      const net = build(x, dense(3, { activation: 'softmax' }).apply(sum));
      return { net: compiled(net, 'categoricalCrossentropy'), x: random(5, 4), y: labels(5, 3) };
    },
  ],
  [
    'a tensor added to itself, and joined with itself',
    () => {
      const x = input([3]);
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      const sum = layers.add().apply(hidden, hidden, hidden);
      const net = build(x, dense(2).apply(layers.concatenate().apply(sum, hidden, sum)));
      return { net: compiled(net, 'meanSquaredError'), x: random(5, 3), y: random(5, 2, 9) };
    },
  ],
  [
    'a diamond that branches thrice',
    () => {
      const x = input([3]);
      let tensor = dense(4).apply(x);
      for (let i = 0; i < 3; i++) {
        const [left, right] = [dense(4, { activation: 'tanh' }), dense(4, { activation: 'sigmoid' })];
        tensor = layers.add().apply(left.apply(tensor), right.apply(tensor));
      }
      return { net: compiled(build(x, tensor), 'quadratic'), x: random(5, 3), y: random(5, 4, 9) };
    },
  ],
  [
    'joining along either axis',
    () => {
      const x = input([6]);
      const matrix = layers.reshape([2, 3]).apply(dense(6, { activation: 'tanh' }).apply(x));
      const other = layers.reshape([2, -1]).apply(dense(6).apply(x));
      const tall = layers.concatenate({ axis: 1 }).apply(matrix, other, matrix);
      const wide = layers.concatenate({ axis: -1 }).apply(other, matrix);
      const flat = layers.concatenate().apply(layers.flatten().apply(tall), layers.flatten().apply(wide));
      return {
        net: compiled(build(x, dense(2).apply(flat)), 'quadratic'),
        x: random(4, 6),
        y: random(4, 2, 9),
      };
    },
  ],
  [
    'two inputs and three outputs, one of them on the way to another',
    () => {
      const [a, b] = [input([3], { name: 'a' }), input([2, 2], { name: 'b' })];
      const hidden = dense(4, { activation: 'tanh', name: 'hidden' }).apply(a);
      const sum = layers.add().apply(hidden, layers.flatten().apply(b));
      const digit = dense(3, { activation: 'softmax', name: 'digit' }).apply(sum);
      const size = dense(1, { name: 'size' }).apply(layers.concatenate().apply(digit, hidden));
      const net = build([a, b], [digit, size, hidden]);
      net.compile({
        optimizer: 'sgd',
        loss: { digit: 'categoricalCrossentropy', size: 'meanSquaredError', hidden: 'quadratic' },
        lossWeights: { size: 0.3, digit: 2 },
      });
      const y = { hidden: random(5, 4), digit: labels(5, 3), size: random(5, 1, 9) };
      return { net, x: { b: random(5, 4), a: random(5, 3) }, y };
    },
  ],
  [
    'an output twice, an output that only reshapes another, and one that is an input',
    () => {
      const x = input([4]);
      const hidden = dense(4, { activation: 'softmax', name: 'hidden' }).apply(x);
      const square = layers.reshape([2, 2], { name: 'square' }).apply(hidden);
      const net = build(x, [hidden, hidden, square, x]);
      net.compile({
        optimizer: 'sgd',
        loss: ['categoricalCrossentropy', 'quadratic', 'quadratic', 'quadratic'],
        lossWeights: [1, 2, 3, 4],
      });
      return { net, x: random(5, 4), y: [labels(5, 4), random(5, 4), random(5, 4), random(5, 4, 3)] };
    },
  ],
  [
    'an unused input and dead ends',
    () => {
      const [x, unused] = [input([3]), input([7])];
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      dense(100).apply(hidden);
      const net = build([x, unused], dense(2).apply(hidden));
      return { net: compiled(net, 'quadratic'), x: [random(5, 3), random(5, 7)], y: random(5, 2, 9) };
    },
  ],
  [
    'penalties of kernels, biases and outputs, some of which are outputs of the model',
    () => {
      const x = input([3]);
      const penalty = { kind: 'l1l2', l1: 0.05, l2: 0.1 };
      const each = { kernelRegularizer: penalty, biasRegularizer: penalty, activityRegularizer: penalty };
      const hidden = dense(4, { activation: 'tanh', ...each, biasInitializer: 'ones' }).apply(x);
      const out = dense(2, { ...each, activation: 'softmax', biasInitializer: 'ones' }).apply(hidden);
      const net = build(x, [hidden, out]);
      net.compile({ optimizer: 'sgd', loss: ['quadratic', 'categoricalCrossentropy'] });
      return { net, x: random(5, 3), y: [random(5, 4), labels(5, 2)] };
    },
  ],
];

function build(inputs: SymbolicTensor | SymbolicTensor[], outputs: SymbolicTensor | SymbolicTensor[]): Model {
  return model({ inputs, outputs, seed: 3, dtype: 'float64' });
}

function compiled(net: Model, loss: 'quadratic' | 'meanSquaredError' | 'categoricalCrossentropy'): Model {
  net.compile({ optimizer: 'sgd', loss });
  return net;
}

describe('gradients are those of central differences', () => {
  it.each(graphs)('for %s', (_, make) => {
    const { net, x, y } = make();
    const exact = net.gradients(x as number[], y as number[]).gradients.map(({ data }) => [...data]);
    const measured = differences(net, () => net.evaluate(x as number[], y as number[]).loss);
    expect(measured.length).toBeGreaterThan(0);
    exact.forEach((gradient, index) => {
      expect(relativeError(gradient, measured[index]!)).toBeLessThan(centralDifference);
    });
  });

  it.each(graphs)('and a step of training follows them for %s', async (_, make) => {
    const { net, x, y } = make();
    const before = flatWeights(net);
    const gradient = net.gradients(x as number[], y as number[]).gradients.flatMap(({ data }) => [...data]);
    await net.fit(x as number[], y as number[], { shuffle: false });
    const expected = before.map((weight, i) => weight - 0.01 * gradient[i]!);
    expectClose(flatWeights(net), expected, tolerances.gradient.float64);
  });
});

describe('several inputs and outputs', () => {
  const make = (names: { a?: string; b?: string } = { a: 'a', b: 'b' }) => {
    const [a, b] = [input([3], { name: names.a }), input([2], { name: names.b })];
    const digit = dense(4, { activation: 'softmax', name: 'digit' }).apply(layers.concatenate().apply(a, b));
    const size = dense(1, { name: 'size' }).apply(a);
    const net = model({ inputs: [a, b], outputs: [digit, size], seed: 5 });
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 0.1 }),
      loss: { size: 'quadratic', digit: 'categoricalCrossentropy' },
      lossWeights: [1, 0.5],
      metrics: { digit: ['accuracy'], size: ['meanAbsoluteError'] },
    });
    return net;
  };
  const [a, b, digit, size] = [random(8, 3), random(8, 2), labels(8, 4), random(8, 1, 4)];

  it('are passed in their order or by their names', async () => {
    const byOrder = make();
    const byName = make();
    const history = await byOrder.fit([a, b], [digit, size], { epochs: 2, validationSplit: 0.25 });
    const expected = await byName.fit({ b, a }, { size, digit }, { epochs: 2, validationSplit: 0.25 });
    expect(history.history).toEqual(expected.history);
    expect(flatWeights(byOrder)).toEqual(flatWeights(byName));
    expect(byOrder.predictAll({ a, b })).toEqual(byName.predictAll([a, b]));
    expect(byName.outputs).toEqual([
      { name: 'digit', shape: [4] },
      { name: 'size', shape: [1] },
    ]);
  });

  it('have their own figures, whose weighted sum is the loss', async () => {
    const net = make();
    const seen: string[][] = [];
    const { history } = await net.fit([a, b], [digit, size], {
      validationData: [
        { a, b },
        { digit, size },
      ],
      callbacks: [{ onTrainBegin: ({ figures }) => void seen.push([...figures]) }],
    });
    const own = ['loss', 'digitLoss', 'sizeLoss', 'digitAccuracy', 'sizeMeanAbsoluteError'];
    const all = [
      ...own,
      ...own.map((name) => `val${name[0]!.toUpperCase()}${name.slice(1)}`),
      'learningRate',
    ];
    expect(Object.keys(history)).toEqual(all);
    expect(seen).toEqual([all]);
    const { loss, digitLoss, sizeLoss } = net.evaluate([a, b], [digit, size]) as Record<string, number>;
    expect(loss).toBeCloseTo(digitLoss! + sizeLoss!, 6);
    expect(history['valLoss']).toEqual([loss]);
    const [, sizes] = net.predictAll([a, b]);
    const half = size.reduce((sum, [y], i) => sum + (sizes!.data[i]! - y!) ** 2 / 2, 0) / 8;
    expect(sizeLoss).toBeCloseTo(0.5 * half, 6);
  });

  it('get names that differ', () => {
    expect(make({}).inputs.map(({ name }) => name)).toEqual(['input', 'input_1']);
    expect(make({ a: 'input_1' }).inputs.map(({ name }) => name)).toEqual(['input_1', 'input']);
    expect(make({ b: 'input' }).inputs.map(({ name }) => name)).toEqual(['input_1', 'input']);
    const x = input([2], { name: 'x' });
    const y = dense(2, { name: 'y' }).apply(x);
    const names = model({ inputs: x, outputs: [y, x, y, x] }).outputs.map(({ name }) => name);
    expect(names).toEqual(['y', 'x', 'y_1', 'x_1']);
  });

  it('answer as many arrays, of which predict gives the only one', async () => {
    const net = make();
    expect(net.predictAll([a, b]).map(({ shape }) => shape)).toEqual([[8, 4], [8, 1]]); // prettier-ignore
    await expectError(() => net.predict([a, b]), ArgumentError, { remedy: /predictAll/ });
  });

  it('may have names of the prototype', async () => {
    const [toString, proto] = [input([3], { name: 'toString' }), input([2], { name: '__proto__' })];
    const out = dense(2, { name: 'constructor' }).apply(layers.concatenate().apply(toString, proto));
    const net = model({
      inputs: [toString, proto],
      outputs: [out, dense(1, { name: 'valueOf' }).apply(out)],
    });
    net.compile({ optimizer: 'sgd', loss: 'quadratic', lossWeights: {}, metrics: {} });
    await expectError(() => net.predictAll({}), ShapeError, { code: 'input-count' });
    const { status } = await net.fit([a, b], [random(8, 2), size]);
    expect(status).toBe('completed');
  });

  it.each<[string, (net: Model) => unknown, typeof ArgumentError, RegExp]>([
    ['an input too few', (net) => net.predictAll([a]), ShapeError, /x is an array of length 1/],
    ['an input too many', (net) => net.predictAll([a, b, b]), ShapeError, /length 3/],
    [
      'one array for two',
      (net) => net.predictAll({ data: new Float32Array(5), shape: [1, 5] }),
      ShapeError,
      /x is/,
    ],
    ['an unknown name', (net) => net.predictAll({ a, c: b }), ShapeError, /an object with a, c/],
    ['a name too many', (net) => net.predictAll({ a, b, c: b }), ShapeError, /a, b, c/],
    ['other numbers of samples', (net) => net.predictAll([a, b.slice(1)]), ShapeError, /'b' has 7 samples/],
    ['other features', (net) => net.predictAll([b, b]), ShapeError, /2 features/],
    [
      'a NaN',
      (net) => net.predictAll([a, [[0, NaN], ...b.slice(1)]]),
      ArgumentError,
      /x\[1\]\[0\]\[1\] is NaN/,
    ],
    ['a target too few', (net) => net.evaluate([a, b], [digit]), ShapeError, /y is an array of length 1/],
    [
      'other numbers of targets',
      (net) => net.evaluate([a, b], [digit, size.slice(1)]),
      ShapeError,
      /y\[1\] has 7/,
    ],
    [
      'a wrong label',
      (net) => net.evaluate([a, b], { size, digit: Array<number>(8).fill(4) }),
      ArgumentError,
      /y\.digit\[\d\] is 4/,
    ],
    [
      'a loss too few',
      (net) => net.compile({ optimizer: 'sgd', loss: { digit: 'quadratic' } }),
      ArgumentError,
      /loss is an object with digit$/,
    ],
    [
      'a list of three losses',
      (net) => net.compile({ optimizer: 'sgd', loss: ['quadratic', 'quadratic', 'quadratic'] }),
      ArgumentError,
      /loss is an array/,
    ],
    [
      'a loss of no output',
      (net) => net.compile({ optimizer: 'sgd', loss: { digit: 'quadratic', sice: 'quadratic' } }),
      ArgumentError,
      /digit, sice/,
    ],
    [
      'a weight below 0',
      (net) => net.compile({ optimizer: 'sgd', loss: 'quadratic', lossWeights: [1, -1] }),
      ArgumentError,
      /lossWeights is -1/,
    ],
    [
      'a weight of no output',
      (net) => net.compile({ optimizer: 'sgd', loss: 'quadratic', lossWeights: { x: 1 } }),
      ArgumentError,
      /with x$/,
    ],
    [
      'metrics of no output',
      (net) => net.compile({ optimizer: 'sgd', loss: 'quadratic', metrics: { x: [] } }),
      ArgumentError,
      /with x$/,
    ],
  ])('refuse %s', async (_, call, Class, actual) => {
    const net = make();
    const before = flatWeights(net);
    await expectError(() => call(net), Class, { actual });
    expect(flatWeights(net)).toEqual(before);
  });
});

it('summary shows what each layer of a graph is connected to', () => {
  const [a, b] = [input([2], { name: 'a' }), input([1, 2])];
  const hidden = dense(2, { name: 'hidden' }).apply(a);
  const sum = layers.add().apply(hidden, layers.flatten().apply(b), hidden);
  expect(
    model({ inputs: [a, b], outputs: sum })
      .summary(silent)
      .split('\n'),
  ).toEqual([
    'Model: model (float32, input [n, 2], [n, 1, 2])',
    '┌───────────────────┬──────────────┬─────────────────────────┬────────────┐',
    '│ Layer (kind)      │ Output shape │ Connected to            │ Parameters │',
    '├───────────────────┼──────────────┼─────────────────────────┼────────────┤',
    '│ a (input)         │ [n, 2]       │                         │          0 │',
    '│ input (input)     │ [n, 1, 2]    │                         │          0 │',
    '│ hidden (dense)    │ [n, 2]       │ a                       │          6 │',
    '│ flatten (flatten) │ [n, 2]       │ input                   │          0 │',
    '│ add (add)         │ [n, 2]       │ hidden, flatten, hidden │          0 │',
    '└───────────────────┴──────────────┴─────────────────────────┴────────────┘',
    'Parameters: 6 (24 B)',
  ]);
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
