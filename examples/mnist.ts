/**
 * Nielsen's network for handwritten digits: 784-30-10 sigmoid units, quadratic cost, mini-batches of 10 at rate 3, or
 * with cross-entropy at rate 0.5 (M. Nielsen, "Neural Networks and Deep Learning", 2015, chapters 1 and 3).
 *
 *     npx tsx examples/mnist.ts --epochs 30 --batch 10 --hidden 30 --cost quadratic --rate 3 --seed 1
 */
import { parseArgs } from 'node:util';

import { backend, DataError, layers, optimizers, sequential } from 'ferrograd';
import { digits, mnist } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';
import { usePlainEndings } from './terminal/plain-endings.js';
import { showProgress } from './terminal/progress.js';

usePlainEndings();
const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '30' },
    batch: { type: 'string', default: '10' },
    hidden: { type: 'string', default: '30' },
    cost: { type: 'string', default: 'quadratic' },
    rate: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const { name, train, test } = await loadDigits();
const [, height = 0, width = 0] = train.x.shape;
const hidden = Number(options.hidden);
const isQuadratic = options.cost === 'quadratic';
const net = sequential({ inputShape: [height * width], seed: Number(options.seed) }, [
  layers.dense(hidden, { activation: 'sigmoid' }),
  layers.dense(10, { activation: 'sigmoid' }),
]);
const rate = Number(options.rate ?? (isQuadratic ? 3 : 0.5));
net.compile({
  // The book sums the cross-entropies of the ten outputs, the loss is their mean.
  optimizer: optimizers.sgd({ learningRate: isQuadratic ? rate : 10 * rate }),
  loss: isQuadratic ? 'quadratic' : 'binaryCrossentropy',
  metrics: ['accuracy'],
});

const samples = train.y.data.length;
console.log(`${height * width}-${hidden}-10 on ${samples} digits of ${name}`);
console.log(`backend: ${backend.name} (${backend.instructionSet})\n`);

// Ctrl-C ends the training after the current step; a second one ends the program.
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});
const speeds: number[] = [];
const history = await net.fit(train.x, train.y, {
  epochs: Number(options.epochs),
  batchSize: Number(options.batch),
  validationData: [test.x, test.y],
  signal: interrupt.signal,
  callbacks: [
    showProgress(),
    {
      onEpochEnd(epoch, { valAccuracy = 0, samplesPerSecond }) {
        const total = test.y.data.length;
        console.log(`Epoch ${epoch}: ${Math.round(valAccuracy * total)} / ${total}`);
        speeds.push(samplesPerSecond);
      },
    },
  ],
});

const { accuracy = 0 } = net.evaluate(test.x, test.y);
const median = speeds.sort((a, b) => a - b)[speeds.length >> 1] ?? 0;
console.log(`\n${history.message}`);
console.log(`test accuracy: ${(100 * accuracy).toFixed(2)} %`);
console.log(`speed: ${Math.round(median).toLocaleString('en')} samples/s (median epoch, ${backend.name})\n`);
const predicted = net.predict(test.x);
const comparison = { truth: test.y, predicted };
console.log(`${plot.terminal.images(test.x, { ...comparison, count: 6 })}\n`);

const network = `${height * width}-${hidden}-10`;
if (history.epochs.length > 0) {
  await savePicture('digits-curve', plot.learningCurve(history, { title: `${network} on ${name}` }));
}
const classes = predicted.shape[1] ?? 1;
const predictedClass = (index: number) => {
  const scores = predicted.data.subarray(index * classes, (index + 1) * classes);
  return scores.indexOf(Math.max(...scores));
};
const wrong = [...test.y.data.keys()].filter((index) => predictedClass(index) !== test.y.data[index]);
const indices = [...Array(20).keys(), ...wrong.slice(0, 20)];
const digitsTitle = 'The first digits, and the first that it gets wrong';
await savePicture(
  'digits',
  plot.imageGrid(test.x, { ...comparison, indices, columns: 10, title: digitsTitle }),
);
await savePicture('digits-confusion', plot.confusionMatrix(test.y, predicted));
const title = `What the ${hidden} hidden units look for`;
await savePicture('digits-weights', plot.weightImages(net, { columns: 10, shape: [height, width], title }));

/** MNIST where it is found or can be downloaded, otherwise the digits that come with the package. */
async function loadDigits() {
  try {
    return { name: 'MNIST', ...(await mnist()) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    console.log(error.message);
    console.log('Training on the 8×8 UCI digits that come with ferrograd instead.\n');
    return { name: 'the UCI optical digits', ...digits() };
  }
}
