/**
 * A convolutional network for photographs of cats and dogs, 32×32 in colour, from image folders
 * `train|test/cat|dog/*.jpg`, or a tar file of them. Each epoch flips and shifts them at random.
 *
 *     npx tsx examples/cats-dogs.ts --data ../data/cats-dogs.tar --epochs 20
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { callbacks, layers, optimizers, schedules, sequential } from 'ferrograd';
import { augment, dataset, imageFolder } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';
import { parseTar } from 'nanotar';

import { savePicture } from './save-picture.js';

const SIZE = 32;
const BATCH = 50;
const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(process.env['FERROGRAD_DATA'] ?? '.', 'cats-dogs.tar') },
    epochs: { type: 'string', default: '20' },
  },
});
const epochs = Number(options.epochs);

const train = await images('train');
const test = await images('test');
console.log(
  `${train.files.length} images of ${train.classNames.join(' and ')} to train on, ${test.files.length} to test`,
);
const batches = dataset(train.x, train.y)
  .shuffle({ seed: 1 })
  .batch(BATCH)
  .map(augment({ flip: true, shift: 2, seed: 1 }));

const net = sequential({ inputShape: [SIZE, SIZE, 3], seed: 1 }, [
  ...block(16),
  ...block(32),
  ...block(64),
  layers.flatten(),
  layers.dropout(0.4),
  layers.dense(64, { activation: 'relu' }),
  layers.dropout(0.4),
  layers.dense(1, { activation: 'sigmoid' }),
]);
net.compile({
  optimizer: optimizers.adam({
    learningRate: schedules.cosine({ initialLearningRate: 0.002, decaySteps: epochs * batches.length }),
  }),
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
});
const history = await net.fitDataset(batches, {
  epochs,
  validationData: [test.x, test.y],
  callbacks: [callbacks.log()],
});
const { accuracy = 0 } = net.evaluate(test.x, test.y);
console.log(`test accuracy: ${(100 * accuracy).toFixed(2)} %`);
const comparison = { truth: test.y, predicted: net.predict(test.x), classes: train.classNames };
await savePicture('cats-dogs-curve', plot.learningCurve(history, { title: 'Cats and dogs' }));
const stride = test.y.data.length / 40;
const indices = Array.from({ length: 40 }, (_, index) => Math.floor(index * stride));
const title = 'Some of the test images';
await savePicture('cats-dogs', plot.imageGrid(test.x, { ...comparison, indices, columns: 10, title }));

function block(filters: number) {
  return [
    layers.conv2d(filters, 3, { padding: 'same', useBias: false }),
    layers.batchNormalization(),
    layers.activation('relu'),
    layers.maxPooling2d(),
  ];
}

/** Photographs of the training or the test set, which lie in one folder for each class. */
async function images(part: 'train' | 'test') {
  if (!options.data.endsWith('.tar')) return imageFolder(join(options.data, part), { size: [SIZE, SIZE] });
  const start = new RegExp(`^(\\./)?${part}/`);
  const files = parseTar(await readFile(options.data)).flatMap(({ name, data }) =>
    data && start.test(name) ? [new File([new Uint8Array(data)], name.replace(start, ''))] : [],
  );
  return imageFolder(files, { size: [SIZE, SIZE] });
}
