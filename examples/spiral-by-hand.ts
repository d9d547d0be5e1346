/**
 * Standalone layers, loss and optimizer, and the training loop written out, on the spiral data of the courses (2-64-3,
 * ReLU and softmax, full batch).
 *
 *     npx tsx examples/spiral-by-hand.ts --steps 20000 --optimizer adam --seed 1
 *
 * After Kinsley, Kukieła, "Neural Networks from Scratch in Python" (2020), chapters 3 to 10.
 */
import { parseArgs } from 'node:util';

import { backend, layers, losses, metrics, optimizers, schedules } from 'ferrograd';
import { spiral } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '20000' },
    optimizer: { type: 'string', default: 'adam' },
    seed: { type: 'string', default: '1' },
  },
});
const steps = Number(options.steps);
const seed = Number(options.seed);

const { x, y } = spiral({ samples: 200, classes: 3, seed });

const dense1 = layers.dense(64).build([2], { seed });
const activation1 = layers.activation('relu').build([64]);
const dense2 = layers.dense(3).build([64], { seed: seed + 1 });
const activation2 = layers.activation('softmax').build([3]);
const loss = losses.categoricalCrossentropy();
const optimizer =
  options.optimizer === 'adam'
    ? optimizers.adam({ learningRate: inverseTime(0.02, 1e-5) })
    : optimizers.sgd({ learningRate: inverseTime(1, 1e-3), momentum: 0.9 });

console.log(`2-64-3 on ${y.data.length} points, ${optimizer.name}, ${backend.name}\n`);
const recorded: number[] = [];
const monitor = { loss: [] as number[], accuracy: [] as number[], learningRate: [] as number[] };
const start = performance.now();
for (let step = 0; step <= steps; step++) {
  const hidden = activation1.forward(dense1.forward(x));
  const output = activation2.forward(dense2.forward(hidden));

  if (step < 100 || step % 50 === 0) {
    const [accuracy, cost] = [Number(metrics.compute('accuracy', y, output)), loss.evaluate(y, output)];
    const rate = optimizer.currentLearningRate;
    recorded.push(step);
    monitor.accuracy.push(accuracy);
    monitor.loss.push(cost);
    monitor.learningRate.push(rate);
    if (step % 1000 === 0) {
      console.log(
        `step: ${step}, acc: ${accuracy.toFixed(3)}, loss: ${cost.toFixed(3)}, lr: ${rate.toPrecision(4)}`,
      );
    }
  }

  let gradient = loss.gradient(y, output);
  for (const layer of [activation2, dense2, activation1, dense1]) gradient = layer.backward(gradient).inputs;

  optimizer.step([dense1, dense2]);
}
const elapsed = performance.now() - start;
console.log(`\n${((1000 * elapsed) / steps).toFixed(0)} µs a step`);

const output = activation2.forward(dense2.forward(activation1.forward(dense1.forward(x))));
const title = `Spiral arms with ${optimizer.name}`;
const history = { epochs: recorded, history: monitor };
await savePicture('by-hand-monitor', plot.learningCurve(history, { title, xScale: 'log', xLabel: 'step' }));
await savePicture('by-hand', plot.predictedAgainstTrue(x, y, output));

/** α = α₀ / (1 + κ t) */
function inverseTime(initialLearningRate: number, decayRate: number) {
  return schedules.inverseTimeDecay({ initialLearningRate, decayRate });
}
