/** Trains and saves the whole model after each epoch, until it is killed. */
import { callbacks, layers, optimizers, sequential } from '../../dist/index.js';

const path = process.argv[2] ?? '';
const net = sequential({ inputShape: [8], seed: 1 }, [
  layers.dense(200),
  layers.dropout(0.1),
  layers.dense(200),
]);
net.compile({
  optimizer: optimizers.sgd({ learningRate: 1e-6, momentum: 0.9 }),
  loss: 'meanSquaredError',
});
const x = Float32Array.from({ length: 8 * 8 }, (_, i) => i / 64);
const y = Float32Array.from({ length: 8 * 200 }, (_, i) => (i % 7) / 7);
const saving = callbacks.modelCheckpoint({ path });
/** @type {import('ferrograd').Callback} */
const telling = {
  onEpochEnd(epoch) {
    if (epoch === 0) process.stdout.write('saved\n');
  },
};
await net.fit(x, y, { epochs: 1e6, callbacks: [saving, telling] });
