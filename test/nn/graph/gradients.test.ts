import { input, layers, type Model, model, type SymbolicTensor } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { differences, relativeError } from '../../support/differences.js';
import { cycledLabels, waveRows } from '../../support/samples.js';
import { centralDifference, tolerances } from '../../support/tolerances.js';
import { flatWeights } from '../../support/weights.js';

const dense = layers.dense;

/** Graphs, with their samples and targets, whose gradients are compared with central differences. */
const graphs: [string, () => { net: Model; x: unknown; y: unknown }][] = [
  [
    'a skip connection',
    () => {
      const x = input([4]);
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      const sum = layers.add().apply(dense(4, { activation: 'tanh' }).apply(hidden), hidden, x);
      const net = build(x, dense(3, { activation: 'softmax' }).apply(sum));
      return { net: compiled(net, 'categoricalCrossentropy'), x: waveRows(5, 4), y: cycledLabels(5, 3) };
    },
  ],
  [
    'a tensor added to itself, and joined with itself',
    () => {
      const x = input([3]);
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      const sum = layers.add().apply(hidden, hidden, hidden);
      const net = build(x, dense(2).apply(layers.concatenate().apply(sum, hidden, sum)));
      return { net: compiled(net, 'meanSquaredError'), x: waveRows(5, 3), y: waveRows(5, 2, 9) };
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
      return { net: compiled(build(x, tensor), 'quadratic'), x: waveRows(5, 3), y: waveRows(5, 4, 9) };
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
        x: waveRows(4, 6),
        y: waveRows(4, 2, 9),
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
      const y = { hidden: waveRows(5, 4), digit: cycledLabels(5, 3), size: waveRows(5, 1, 9) };
      return { net, x: { b: waveRows(5, 4), a: waveRows(5, 3) }, y };
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
      return {
        net,
        x: waveRows(5, 4),
        y: [cycledLabels(5, 4), waveRows(5, 4), waveRows(5, 4), waveRows(5, 4, 3)],
      };
    },
  ],
  [
    'an unused input and dead ends',
    () => {
      const [x, unused] = [input([3]), input([7])];
      const hidden = dense(4, { activation: 'tanh' }).apply(x);
      dense(100).apply(hidden);
      const net = build([x, unused], dense(2).apply(hidden));
      return { net: compiled(net, 'quadratic'), x: [waveRows(5, 3), waveRows(5, 7)], y: waveRows(5, 2, 9) };
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
      return { net, x: waveRows(5, 3), y: [waveRows(5, 4), cycledLabels(5, 2)] };
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

  it.each(graphs)('and a training step follows the gradient for %s', async (_, make) => {
    const { net, x, y } = make();
    const before = flatWeights(net);
    const gradient = net.gradients(x as number[], y as number[]).gradients.flatMap(({ data }) => [...data]);
    await net.fit(x as number[], y as number[], { shuffle: false });
    const expected = before.map((weight, i) => weight - 0.01 * gradient[i]!);
    expectClose(flatWeights(net), expected, tolerances.gradient.float64);
  });
});
