import { ArgumentError, input, layers, type Model, model, optimizers, ShapeError } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { cycledLabels, waveRows } from '../../support/samples.js';
import { flatWeights } from '../../support/weights.js';

const dense = layers.dense;

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
  const [a, b, digit, size] = [waveRows(8, 3), waveRows(8, 2), cycledLabels(8, 4), waveRows(8, 1, 4)];

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

  it('have their own losses and metrics, and the loss is the weighted sum of the losses', async () => {
    const net = make();
    const seen: string[][] = [];
    const { history } = await net.fit([a, b], [digit, size], {
      validationData: [
        { a, b },
        { digit, size },
      ],
      callbacks: [{ onTrainBegin: ({ metricNames }) => void seen.push([...metricNames]) }],
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

  it('get distinct names', () => {
    expect(make({}).inputs.map(({ name }) => name)).toEqual(['input', 'input_1']);
    expect(make({ a: 'input_1' }).inputs.map(({ name }) => name)).toEqual(['input_1', 'input']);
    expect(make({ b: 'input' }).inputs.map(({ name }) => name)).toEqual(['input_1', 'input']);
    const x = input([2], { name: 'x' });
    const y = dense(2, { name: 'y' }).apply(x);
    const names = model({ inputs: x, outputs: [y, x, y, x] }).outputs.map(({ name }) => name);
    expect(names).toEqual(['y', 'x', 'y_1', 'x_1']);
  });

  it('are returned as a list by predictAll, while predict needs a single output', async () => {
    const net = make();
    expect(net.predictAll([a, b]).map(({ shape }) => shape)).toEqual([[8, 4], [8, 1]]); // prettier-ignore
    await expectError(() => net.predict([a, b]), ArgumentError, { remedy: /predictAll/ });
  });

  it('may have the names of members of the prototype', async () => {
    const [toString, proto] = [input([3], { name: 'toString' }), input([2], { name: '__proto__' })];
    const out = dense(2, { name: 'constructor' }).apply(layers.concatenate().apply(toString, proto));
    const net = model({
      inputs: [toString, proto],
      outputs: [out, dense(1, { name: 'valueOf' }).apply(out)],
    });
    net.compile({ optimizer: 'sgd', loss: 'quadratic', lossWeights: {}, metrics: {} });
    await expectError(() => net.predictAll({}), ShapeError, { code: 'input-count' });
    const { status } = await net.fit([a, b], [waveRows(8, 2), size]);
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
