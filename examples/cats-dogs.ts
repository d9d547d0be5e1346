/**
 * A convolutional network for photographs of cats and dogs, 32×32 in colour, from a tar file of image folders
 * `train|test/cat|dog/*.jpg`.
 *
 *     npx tsx examples/cats-dogs.ts --data ../data/cats-dogs.tar --epochs 10
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { callbacks, layers, optimizers, schedules, sequential } from 'ferrograd';
import { decode } from 'jpeg-js';
import * as plot from 'ferrograd/plot';
import { parseTar } from 'nanotar';

import { savePicture } from './save-picture.js';

const SIZE = 32;
const BATCH = 50;
const CLASSES = ['cat', 'dog'];
const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(process.env['FERROGRAD_DATA'] ?? '.', 'cats-dogs.tar') },
    epochs: { type: 'string', default: '10' },
  },
});
const epochs = Number(options.epochs);

const files = parseTar(await readFile(options.data));
const train = load('train', true);
const test = load('test', false);
console.log(
  `${train.y.data.length} images to train on, mirrored ones among them, ${test.y.data.length} to test`,
);

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
const steps = epochs * Math.ceil(train.y.data.length / BATCH);
net.compile({
  optimizer: optimizers.adam({
    learningRate: schedules.cosine({ initialLearningRate: 0.002, decaySteps: steps }),
  }),
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
});
const history = await net.fit(train.x, train.y, {
  epochs,
  batchSize: BATCH,
  validationData: [test.x, test.y],
  callbacks: [callbacks.progress()],
});
const { accuracy = 0 } = net.evaluate(test.x, test.y);
console.log(`test accuracy: ${(100 * accuracy).toFixed(2)} %`);
const answers = { truth: test.y, predicted: net.predict(test.x), classes: CLASSES };
await savePicture('cats-dogs-curve', plot.learningCurve(history, { title: 'Cats and dogs' }));
const apart = test.y.data.length / 40;
const indices = Array.from({ length: 40 }, (_, index) => Math.floor(index * apart));
const title = 'Some of the test images';
await savePicture('cats-dogs', plot.imageGrid(test.x, { ...answers, indices, columns: 10, title }));

function block(filters: number) {
  return [
    layers.conv2d(filters, 3, { padding: 'same', useBias: false }),
    layers.batchNormalization(),
    layers.activation('relu'),
    layers.maxPooling2d(),
  ];
}

/** All photographs of a part, and where it is asked for, each mirrored as well. */
function load(part: string, withMirrored: boolean) {
  const images = files.flatMap(({ name, data }) => {
    const [, label] = /(\w+)\/[^/]+\.jpe?g$/i.exec(name.replace(/^\.\//, '')) ?? [];
    return data && label && name.includes(`${part}/`) ? [{ label: CLASSES.indexOf(label), data }] : [];
  });
  const copies = withMirrored ? 2 : 1;
  const pixels = new Uint8Array(images.length * copies * SIZE * SIZE * 3);
  const labels = new Uint8Array(images.length * copies);
  images.forEach(({ label, data }, index) => {
    const decoded = decode(data, { useTArray: true, formatAsRGBA: false });
    for (let copy = 0; copy < copies; copy++) {
      const place = index * copies + copy;
      labels[place] = label;
      pixels.set(copy === 0 ? decoded.data : mirrored(decoded.data), place * SIZE * SIZE * 3);
    }
  });
  return {
    x: { data: pixels, shape: [labels.length, SIZE, SIZE, 3], scale: 1 / 255 },
    y: { data: labels, shape: [labels.length, 1] },
  };
}

/** Left and right exchanged. */
function mirrored(pixels: Uint8Array): Uint8Array {
  return pixels.map((_, index) => {
    const [channel, pixel] = [index % 3, Math.floor(index / 3)];
    const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
    return pixels[(row * SIZE + (SIZE - 1 - column)) * 3 + channel] ?? 0;
  });
}
