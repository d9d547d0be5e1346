/**
 * A convolutional network for handwritten digits: convolution, batch normalisation, ReLU, max and average pooling.
 *
 *     npx tsx examples/conv-mnist.ts --epochs 6
 */
import { parseArgs } from 'node:util';

import { callbacks, layers, optimizers, schedules, sequential } from 'ferrograd';
import { mnist } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const BATCH = 64;
const { values: options } = parseArgs({ options: { epochs: { type: 'string', default: '6' } } });
const epochs = Number(options.epochs);

const { train, test } = await mnist();
const net = sequential({ inputShape: [28, 28, 1], seed: 1 }, [
  layers.conv2d(8, 5, { padding: 'same', useBias: false }),
  layers.batchNormalization(),
  layers.activation('relu'),
  layers.maxPooling2d(),
  layers.conv2d(16, 5, { useBias: false }),
  layers.batchNormalization(),
  layers.activation('relu'),
  layers.averagePooling2d(),
  layers.flatten(),
  layers.dense(64, { activation: 'relu' }),
  layers.dropout(0.3),
  layers.dense(10, { activation: 'softmax' }),
]);
const steps = epochs * Math.ceil(train.y.data.length / BATCH);
net.compile({
  optimizer: optimizers.adam({
    learningRate: schedules.cosine({ initialLearningRate: 0.002, decaySteps: steps }),
  }),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
net.summary();
const history = await net.fit(train.x, train.y, {
  epochs,
  batchSize: BATCH,
  validationData: [test.x, test.y],
  callbacks: [callbacks.progress()],
});
const { accuracy = 0 } = net.evaluate(test.x, test.y);
console.log(`test accuracy: ${(100 * accuracy).toFixed(2)} %`);

const predicted = net.predict(test.x);
await savePicture('conv-curve', plot.learningCurve(history, { title: 'A convolutional network on MNIST' }));
await savePicture('conv-confusion', plot.confusionMatrix(test.y, predicted));
await savePicture(
  'conv-filters',
  plot.weightImages(net, { title: 'Filters of the first layer', columns: 4 }),
);
