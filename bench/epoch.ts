import type { Case, Timed } from './lib/case.js';
import { BATCH, EPOCH_FLOPS, RATE } from './lib/experiment.js';
import type { InputType, Samples } from './lib/images.js';
import { loadImages } from './lib/images.js';
import { EpochByEpoch, network } from './lib/nielsen.js';
import { trainStep, verify, type ReferenceLayer } from './lib/reference.js';

const STEPS = 3;
const WARM_EPOCHS = 15;

/** Whole epochs of Nielsen's experiment through `fit`: the first in the process, then the warm ones. */
function epochCase(inputs: InputType): Case {
  const name = `epoch 784-30-10 batch 10, ${inputs} inputs`;
  return {
    name,
    dtype: 'float32',
    flops: EPOCH_FLOPS,
    async setUp(): Promise<Timed> {
      const { train, source } = await loadImages(inputs);
      const epochs = new EpochByEpoch(network(), train);
      // Verified after the cold epoch, as verifying warms the code up; it throws, so no wrong epoch's time is reported.
      const cold = await epochs.next();
      await verifyFirstSteps(name, train);
      return {
        cold,
        runs: WARM_EPOCHS,
        run: async () => ({ overriddenDuration: (await epochs.next()) * 1e3 }),
        note: source === 'mnist' ? 'MNIST' : 'synthetic data: FERROGRAD_DATA is not set',
      };
    },
  };
}

/** Trains on the first samples in order and compares every weight with the naive reference. */
async function verifyFirstSteps(name: string, { x, y }: Samples): Promise<void> {
  const count = STEPS * BATCH;
  const net = network();
  const reference = referenceLayers(net.getWeights());
  const inputs = x.data.slice(0, count * 784);
  const labels = y.data.slice(0, count);
  await net.fit(
    { ...x, data: inputs, shape: [count, 784] },
    { data: labels, shape: [count] },
    {
      epochs: 1,
      batchSize: BATCH,
      shuffle: false,
    },
  );

  const values = Float64Array.from(inputs, (value) => value * (x.scale ?? 1));
  const targets = new Float64Array(count * 10);
  for (const [i, label] of labels.entries()) targets[i * 10 + label] = 1;
  for (let first = 0; first < count; first += BATCH) {
    const last = first + BATCH;
    trainStep(reference, values.slice(first * 784, last * 784), targets.slice(first * 10, last * 10), RATE);
  }
  const trained = referenceLayers(net.getWeights());
  for (const [i, layer] of reference.entries()) {
    verify(`${name}: weights of layer ${i}`, trained[i]?.weights ?? new Float64Array(), layer.weights, 1e-5);
    verify(`${name}: biases of layer ${i}`, trained[i]?.biases ?? new Float64Array(), layer.biases, 1e-5);
  }
}

interface Weights {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

function referenceLayers(weights: readonly Weights[]): ReferenceLayer[] {
  const layers: ReferenceLayer[] = [];
  for (let i = 0; i + 1 < weights.length; i += 2) {
    const [kernel, bias] = [weights[i], weights[i + 1]];
    const [inputs, outputs] = kernel?.shape ?? [];
    if (!kernel || !bias || inputs === undefined || outputs === undefined) continue;
    layers.push({
      inputs,
      outputs,
      weights: Float64Array.from(kernel.data),
      biases: Float64Array.from(bias.data),
    });
  }
  return layers;
}

export const casesFor = (inputs: InputType): readonly Case[] => [epochCase(inputs)];
