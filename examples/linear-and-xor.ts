/**
 * The network of a course, 2-3-3-1 sigmoid units without biases at rate .8, on 100 points that a line separates and on
 * the 21 points of XOR. It trains until the loss of every sample is below .04.
 *
 *     npx tsx examples/linear-and-xor.ts
 */
import { type Callback, layers, type Model, optimizers, sequential } from 'ferrograd';
import { type LabelledPoints, linear, xorEasy } from 'ferrograd/data';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const EPOCHS = 200_000;
const GOAL = 0.04;

/** A network with `sizes[0]` inputs and a layer of sigmoid units for each further size. */
function nn(sizes: readonly number[]): Model {
  const [inputs = 2, ...units] = sizes;
  const hidden = units.map((count) =>
    layers.dense(count, {
      activation: 'sigmoid',
      useBias: false,
      kernelInitializer: { kind: 'randomNormal', stddev: 1 },
    }),
  );
  return sequential({ inputShape: [inputs], seed: 1, dtype: 'float64' }, hidden);
}

await learn('Linear', linear({ samples: 100, seed: 1 }));
await learn('XOR', xorEasy());

async function learn(name: string, { x, y }: LabelledPoints): Promise<void> {
  const net = nn([2, 3, 3, 1]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0.8 }),
    loss: 'meanSquaredError',
    metrics: ['accuracy'],
  });
  const targets = { data: Float64Array.from(y.data), shape: [y.data.length, 1] };
  /** Largest squared error of any sample. */
  const worst = () => Math.max(...net.predict(x).data.map((a, index) => (a - (y.data[index] ?? 0)) ** 2));

  console.log(`${name}: ${y.data.length} points`);
  let stop: ((reason: string) => void) | undefined;
  const monitor: Callback = {
    onTrainBegin: (run) => void (stop = (reason) => run.stop(reason)),
    onEpochEnd(epoch, { loss }) {
      if ((epoch + 1) % 5000 === 0) console.log(`epoch ${epoch + 1} loss: ${loss.toFixed(6)}`);
      if ((epoch + 1) % 100 === 0 && worst() < GOAL) stop?.(`the loss of every sample is below ${GOAL}`);
    },
  };
  const history = await net.fit(x, targets, {
    epochs: EPOCHS,
    batchSize: y.data.length,
    callbacks: [monitor],
  });
  const { accuracy = 0 } = net.evaluate(x, targets);
  console.log(`${history.message} after ${history.epochs.length} epochs; accuracy ${100 * accuracy} %`);
  const file = name.toLowerCase();
  const title = `${name}: true classes beside predictions`;
  await savePicture(`${file}-predictions`, plot.predictedAgainstTrue(x, y, net.predict(x), { title }));
  await savePicture(
    `${file}-boundary`,
    plot.decisionBoundary(net, x, y, { title: `${name}: decision boundary` }),
  );
  const curve = { title: `${name}: learning curve`, figures: ['loss', 'accuracy'], xScale: 'log' } as const;
  await savePicture(`${file}-curve`, plot.learningCurve(history, curve));
  console.log();
}
