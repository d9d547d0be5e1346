/**
 * Activations with their derivatives beside difference quotients; gradients of a network by backpropagation beside finite
 * differences; descent by mini-batches beside full-batch descent that ends when the loss no longer changes.
 *
 *     npx tsx examples/activations.ts
 */
import { activations, callbacks, gradCheck, layers, optimizers, sequential } from 'ferrograd';
import { digits, linear } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const points = Float64Array.from({ length: 7 }, (_, index) => index - 3);
const h = 1e-5;
for (const name of ['sigmoid', 'tanh', 'relu', 'softplus'] as const) {
  const f = (x: Float64Array) => activations.evaluate(name, x).data;
  const slopes = activations.derivative(name, points).data;
  const [above, below] = [f(points.map((x) => x + h)), f(points.map((x) => x - h))];
  console.log(`\n${name.padEnd(9)}     x      f(x)     f′(x)  quotient`);
  points.forEach((x, index) => {
    const quotient = ((above[index] ?? 0) - (below[index] ?? 0)) / (2 * h);
    const cells = [
      x.toFixed(1),
      f(points)[index]?.toFixed(6),
      slopes[index]?.toFixed(6),
      quotient.toFixed(6),
    ];
    console.log(cells.map((cell) => cell?.padStart(10)).join(''));
  });
}

const { x, y } = linear({ samples: 50, seed: 1 });
const small = sequential({ inputShape: [2], seed: 1, dtype: 'float64' }, [
  layers.dense(4, { activation: 'softplus' }),
  layers.dense(2, { activation: 'softmax' }),
]);
small.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
console.log('\nlargest relative difference of a gradient from its finite difference');
for (const { name, maxError } of gradCheck(small, x, y).arrays)
  console.log(`${name.padEnd(16)}${maxError.toExponential(1)}`);

const descents: Record<string, plot.HistoryLike> = {};
const { train } = digits();
const samples = train.y.data.length;
for (const [name, batchSize] of [
  ['mini-batches of 10', 10],
  ['full batch', samples],
] as const) {
  const net = sequential({ inputShape: [64], seed: 1 }, [layers.dense(10, { activation: 'softmax' })]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss: 'sparseCategoricalCrossentropy' });
  const history = await net.fit(train.x, train.y, {
    epochs: 5000,
    batchSize,
    shuffle: batchSize < samples,
    callbacks: [callbacks.lossConverged({ epsilon: 1e-5 })],
  });
  descents[name] = history;
  const { loss } = net.evaluate(train.x, train.y);
  console.log(
    `\n${name}: loss ${loss.toFixed(4)} after ${history.epochs.length} epochs (${history.message})`,
  );
}

const names = ['sigmoid', 'tanh', 'relu', 'softplus'] as const;
await savePicture('activations', await plot.activations(names));
const title = 'Mini-batches beside the full batch';
await savePicture('descents', plot.learningCurve(descents, { title, xScale: 'log', lossScale: 'log' }));
