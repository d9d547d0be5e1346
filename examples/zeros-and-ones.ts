/**
 * Classifies zeros and ones of MNIST by a network with two hidden layers, and then all ten digits by one with 15 hidden
 * units. The course's loss is the sum of squares over a batch, `Σ (a − y)²`, so its rate .001 is 2 · 100 · .001 for the
 * mean of `½ Σ (a − y)²` over batches of 100.
 *
 *     npx tsx examples/zeros-and-ones.ts
 */
import { layers, optimizers, sequential } from 'ferrograd';
import { type ImageSet, mnist } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const BATCH = 100;
const RATE = 2 * BATCH * 0.001;

const { train, test } = await mnist();

const binary = { train: below(train, 2), test: below(test, 2) };
console.log(`${binary.train.y.data.length} images of 0 and 1`);
const small = sequential({ inputShape: [784], seed: 1 }, [
  layers.dense(16, { activation: 'sigmoid' }),
  layers.dense(16, { activation: 'sigmoid' }),
  layers.dense(1, { activation: 'sigmoid' }),
]);
await run('zeros-and-ones', small, binary, 5);

console.log(`\n${train.y.data.length} images of all digits`);
const large = sequential({ inputShape: [784], seed: 1 }, [
  layers.dense(15, { activation: 'sigmoid' }),
  layers.dense(10, { activation: 'sigmoid' }),
]);
await run('all-digits', large, { train, test }, 30);

type Images = ImageSet['train'];

/** The images whose labels are below `label`. */
function below({ x, y }: Images, label: number): Images {
  const [, height = 1, width = 1] = x.shape;
  const size = height * width;
  const chosen = Array.from(y.data.keys()).filter((index) => (y.data[index] ?? 0) < label);
  const pixels = new Uint8Array(chosen.length * size);
  chosen.forEach((source, index) => {
    pixels.set(x.data.subarray(source * size, (source + 1) * size), index * size);
  });
  return {
    x: { ...x, data: pixels, shape: [chosen.length, height, width] },
    y: { data: Uint8Array.from(chosen, (index) => y.data[index] ?? 0), shape: [chosen.length] },
  };
}

async function run(
  name: string,
  net: typeof small,
  data: { train: Images; test: Images },
  epochs: number,
): Promise<void> {
  net.compile({
    optimizer: optimizers.sgd({ learningRate: RATE }),
    loss: 'quadratic',
    metrics: ['accuracy'],
  });
  const history = await net.fit(data.train.x, data.train.y, {
    epochs,
    batchSize: BATCH,
    callbacks: [
      {
        onEpochEnd: (epoch, { loss, accuracy = 0 }) => {
          console.log(
            `epoch ${epoch + 1}: loss ${loss.toFixed(4)}, accuracy ${(100 * accuracy).toFixed(2)} %`,
          );
        },
      },
    ],
  });
  const { accuracy = 0 } = net.evaluate(data.test.x, data.test.y);
  console.log(`test accuracy: ${(100 * accuracy).toFixed(2)} %`);
  await savePicture(`${name}-curve`, plot.learningCurve(history));
  const comparison = { truth: data.test.y, predicted: net.predict(data.test.x) };
  await savePicture(name, plot.imageGrid(data.test.x, { ...comparison, columns: 10 }));
}
