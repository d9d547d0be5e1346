import { layers, type NdArray, sequential, solveIvp, systems } from '../../../index.js';
import type { OptimizerName } from '../../../nn/index.js';
import { median } from './measure.js';

export interface TrainingResult {
  readonly name: string;
  readonly samplesPerSecond: number;
  readonly gflops: number;
}

export interface SolveResult {
  readonly name: string;
  readonly milliseconds: number;
  readonly steps: number;
}

const SAMPLES = 10_000;
const EPOCHS = 7;

/** Samples of MNIST's size with values like its own, four fifths of them 0; what they show does not matter here. */
function images(): { x: NdArray<Uint8Array> & { scale: number }; y: NdArray<Uint8Array> } {
  const data = Uint8Array.from({ length: SAMPLES * 784 }, (_, index) =>
    index % 5 === 0 ? (index * 31) % 256 : 0,
  );
  const labels = Uint8Array.from({ length: SAMPLES }, (_, index) => index % 10);
  return { x: { data, shape: [SAMPLES, 784], scale: 1 / 255 }, y: { data: labels, shape: [SAMPLES] } };
}

/** Median of some epochs of two networks. */
export async function trainings(): Promise<readonly TrainingResult[]> {
  const { x, y } = images();
  const cases: readonly [hidden: number, batch: number, optimizer: OptimizerName][] = [
    [30, 10, 'sgd'],
    [128, 128, 'adam'],
  ];
  const results: TrainingResult[] = [];
  for (const [hidden, batch, optimizer] of cases) {
    const net = sequential({ inputShape: [784], seed: 0 }, [
      layers.dense(hidden, { activation: 'sigmoid' }),
      layers.dense(10, { activation: 'softmax' }),
    ]);
    net.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
    const speeds: number[] = [];
    const onEpochEnd = (_: number, { samplesPerSecond }: { samplesPerSecond: number }) =>
      void speeds.push(samplesPerSecond);
    await net.fit(x, y, { epochs: EPOCHS, batchSize: batch, callbacks: [{ onEpochEnd }] });
    const samplesPerSecond = speeds.sort((a, b) => a - b)[EPOCHS >> 1] ?? NaN;
    // Forward, then the gradients of all weights, and of the hidden layer's outputs.
    const operations = 2 * (2 * 784 * hidden + 3 * hidden * 10);
    results.push({
      name: `784-${hidden}-10, ${optimizer}, batch ${batch}`,
      samplesPerSecond,
      gflops: (samplesPerSecond * operations) / 1e9,
    });
  }
  return results;
}

/** Lorenz' system to t = 100, compiled. */
export function solves(): readonly SolveResult[] {
  const options = { rtol: 1e-6, atol: 1e-9 };
  const solve = () => solveIvp(systems.lorenz(), [0, 100], [1, 1, 1], options);
  return [
    {
      name: 'Lorenz to t = 100, RK45',
      milliseconds: median(() => void solve()),
      steps: solve().t.length - 1,
    },
  ];
}
