import { type Layer, layers, type NdArray, optimizers, sequential } from 'ferrograd';
import { spiral } from 'ferrograd/data';

import { loadImages, type Samples } from './images.js';

/** A network that `peers/pytorch_networks.py` trains in the same way. */
interface Setup {
  readonly inputShape: readonly number[];
  readonly layers: () => readonly Layer[];
  readonly optimizer: 'adam' | 'sgd';
  readonly batchSize: number;
  /** Epochs of one measurement; its time is divided by them. */
  readonly epochs: number;
  /** Accuracy on the training samples that a contender has to reach, or its times do not count. */
  readonly accuracy: number;
}

const softmax = { activation: 'softmax' } as const;
const relu = { activation: 'relu' } as const;
const small = () => [layers.dense(64, relu), layers.dense(3, softmax)];

export const networks = {
  '784-128-10 ReLU, Adam, batch 128': {
    inputShape: [784],
    layers: () => [layers.dense(128, relu), layers.dense(10, softmax)],
    optimizer: 'adam',
    batchSize: 128,
    epochs: 3,
    accuracy: 0.95,
  },
  'LeNet-5, Adam, batch 64': {
    inputShape: [28, 28, 1],
    layers: () => [
      layers.conv2d(6, 5, { padding: 'same', ...relu }),
      layers.maxPooling2d(),
      layers.conv2d(16, 5, relu),
      layers.maxPooling2d(),
      layers.flatten(),
      layers.dense(120, relu),
      layers.dense(84, relu),
      layers.dense(10, softmax),
    ],
    optimizer: 'adam',
    batchSize: 64,
    epochs: 1,
    accuracy: 0.95,
  },
  '2-64-3 spiral, Adam, all 600 a step': {
    inputShape: [2],
    layers: small,
    optimizer: 'adam',
    batchSize: 600,
    epochs: 2000,
    accuracy: 0.8,
  },
  '2-64-3 spiral, SGD with momentum, all 600 a step': {
    inputShape: [2],
    layers: small,
    optimizer: 'sgd',
    batchSize: 600,
    epochs: 2000,
    accuracy: 0.6,
  },
} as const satisfies Record<string, Setup>;

export type NetworkName = keyof typeof networks;

/** Makes one of the networks; each call of `next` trains it for some more epochs. */
export async function trainer(name: NetworkName) {
  const setup: Setup = networks[name];
  const { x, y } = await samplesOf(setup);
  const net = sequential({ inputShape: [...setup.inputShape], seed: 1 }, [...setup.layers()]);
  const optimizer =
    setup.optimizer === 'adam'
      ? optimizers.adam({ learningRate: setup.inputShape[0] === 2 ? 0.02 : 0.001 })
      : optimizers.sgd({ learningRate: 0.1, momentum: 0.9 });
  net.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
  const { epochs, batchSize } = setup;
  return {
    /** Seconds of one epoch. */
    async next(): Promise<number> {
      const start = performance.now();
      await net.fit(x, y, { epochs, batchSize });
      return (performance.now() - start) / 1e3 / epochs;
    },
    accuracy: () => shareOf(net.predict(x), y),
  };
}

async function samplesOf({ inputShape }: Setup): Promise<Samples | { x: NdArray; y: NdArray }> {
  if (inputShape[0] !== 2) return (await loadImages('u8')).train;
  return spiral({ samples: 200, classes: 3, seed: 1 });
}

/** Share of the rows whose largest output is that of the label. */
function shareOf({ data, shape }: NdArray, labels: { readonly data: ArrayLike<number> }): number {
  const classes = shape[1] ?? 1;
  let correct = 0;
  for (let i = 0; i < data.length; i += classes) {
    const row = Array.from({ length: classes }, (_, j) => data[i + j] ?? NaN);
    if (row.indexOf(Math.max(...row)) === labels.data[i / classes]) correct++;
  }
  return correct / labels.data.length;
}
