/**
 * A network without biases written by hand with the library's products: `h = σ(W_A x)`, `y = σ(W_B h)`, and the rule
 * `W ← W + λ (E ⊗ y ⊗ (1 − y)) hᵀ` with the errors `E = t − y` of the outputs and `W_Bᵀ E` of the hidden units.
 *
 *     npx tsx examples/network-from-scratch.ts
 */
import { matmul, metrics, type NdArray } from 'ferrograd';
import { linear, mnist } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

/** Number of MNIST's images to train and test on: enough to see the network learn. */
const IMAGES = 10_000;

type Matrix = NdArray<Float32Array | Float64Array>;

class Network {
  constructor(
    public wA: Matrix,
    public wB: Matrix,
    private readonly rate: number,
  ) {}

  /** Weights uniform in (−½, ½), from a fixed seed. */
  static random(inputs: number, hidden: number, outputs: number, rate: number): Network {
    let state = 1;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
    const weights = (rows: number, columns: number) => matrix(rows, columns, () => next());
    return new Network(weights(hidden, inputs), weights(outputs, hidden), rate);
  }

  query(x: Matrix): { h: Matrix; y: Matrix } {
    const h = sigmoid(matmul(this.wA, x));
    return { h, y: sigmoid(matmul(this.wB, h)) };
  }

  train(x: Matrix, t: Matrix): number {
    const { h, y } = this.query(x);
    const error = combine(t, y, (t, y) => t - y);
    const hiddenError = matmul(this.wB, error, { transposeA: true });
    this.wB = this.#updated(this.wB, error, y, h);
    this.wA = this.#updated(this.wA, hiddenError, h, x);
    return cost(error);
  }

  #updated(w: Matrix, error: Matrix, y: Matrix, h: Matrix): Matrix {
    const delta = combine(error, y, (e, y) => this.rate * e * y * (1 - y));
    return combine(w, matmul(delta, h, { transposeB: true }), (w, change) => w + change);
  }
}

function matrix(rows: number, columns: number, value: (index: number) => number): Matrix {
  return {
    data: Float64Array.from({ length: rows * columns }, (_, index) => value(index)),
    shape: [rows, columns],
  };
}

const column = (values: ArrayLike<number>) => matrix(values.length, 1, (index) => values[index] ?? 0);
const combine = (a: Matrix, b: Matrix, f: (a: number, b: number) => number): Matrix => ({
  data: a.data.map((value, index) => f(value, b.data[index] ?? 0)),
  shape: a.shape,
});
/** ½ Σ e² */
const cost = ({ data }: Matrix) => Array.from(data).reduce((sum, e) => sum + (e * e) / 2, 0);
const sigmoid = (z: Matrix): Matrix => ({ data: z.data.map((z) => 1 / (1 + Math.exp(-z))), shape: z.shape });
const show = (w: Matrix) =>
  Array.from({ length: w.shape[0] ?? 0 }, (_, row) => {
    const width = w.shape[1] ?? 0;
    return `[${Array.from(w.data.subarray(row * width, (row + 1) * width), (v) => v.toFixed(2)).join(', ')}]`;
  }).join(', ');

// One step as on paper: the hidden outputs are given, so the weights before them do not matter.
const h = column([0.62, 0.53, 0.45]);
const y = column([0.5, 0.44]);
const t = column([0, 1]);
const wB: Matrix = { data: Float64Array.of(0.19, -0.43, 0.28, -0.21, 0.03, -0.26), shape: [2, 3] };
const error = combine(t, y, (t, y) => t - y);
const delta = combine(error, y, (e, y) => e * y * (1 - y));
const updated = combine(wB, matmul(delta, h, { transposeB: true }), (w, change) => w + change);
console.log(`cost: ${cost(error).toFixed(4)}`);
console.log(`W_B: ${show(wB)}\n  → ${show(updated)}`);

const points = linear({ samples: 200, seed: 1 });
const toy = { x: points.x.data, y: points.y.data, inputs: 2, classes: 2 };
const small = Network.random(2, 8, 2, 0.5);
run('toy data', toy, toy, small, 40);
const predict = (x: Matrix) => {
  const hidden = sigmoid(matmul(x, small.wA, { transposeB: true }));
  return sigmoid(matmul(hidden, small.wB, { transposeB: true }));
};
const boundary = plot.decisionBoundary(predict, points.x, points.y, { title: 'A network from scratch' });
await savePicture('from-scratch', boundary);

try {
  const { train, test } = await mnist();
  const set = ({ x, y }: typeof train) => ({
    x: Float64Array.from(x.data.subarray(0, IMAGES * 784), (pixel) => (pixel / 255) * 0.99 + 0.01),
    y: y.data.subarray(0, IMAGES),
    inputs: 784,
    classes: 10,
  });
  run('MNIST', set(train), set(test), Network.random(784, 100, 10, 0.1), 1);
} catch (error) {
  console.log(`without MNIST: ${(error as Error).message}`);
}

interface Samples {
  readonly x: Float64Array;
  readonly y: ArrayLike<number>;
  readonly inputs: number;
  readonly classes: number;
}

/** Trains on one sample at a time and prints the accuracy before and after. */
function run(name: string, train: Samples, test: Samples, net: Network, epochs: number): void {
  const sample = ({ x, inputs }: Samples, index: number) =>
    column(x.subarray(index * inputs, (index + 1) * inputs));
  const accuracy = () => {
    const { x, y, inputs, classes } = test;
    const all = { data: x, shape: [y.length, inputs] };
    const hidden = sigmoid(matmul(all, net.wA, { transposeB: true }));
    const outputs = sigmoid(matmul(hidden, net.wB, { transposeB: true }));
    const labels = { data: Uint8Array.from(y), shape: [y.length] };
    const rate = metrics.compute('accuracy', labels, { ...outputs, shape: [y.length, classes] });
    return `${(100 * Number(rate)).toFixed(1)} %`;
  };
  console.log(`\n${name}: ${accuracy()} before training`);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let index = 0; index < train.y.length; index++) {
      const target = column(
        Array.from({ length: train.classes }, (_, label) => (label === train.y[index] ? 0.99 : 0.01)),
      );
      net.train(sample(train, index), target);
    }
  }
  console.log(`${name}: ${accuracy()} after`);
}
