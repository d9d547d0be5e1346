import type { DType } from '../../../array.js';
import { kernels } from '../../../backend/select.js';
import { layers, type NdArray, type OptimizerName, sequential, solveIvp, systems } from '../../../index.js';

export interface ProductResult {
  readonly shape: string;
  readonly dtype: DType;
  readonly gflops: number;
}

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

/** Most GFLOP/s of one core. */
export type Peaks = Readonly<Record<DType, number>>;

/** Measures the peak of multiply-adds. */
export const peaks = (): Peaks => ({ float32: kernels.peak('float32'), float64: kernels.peak('float64') });

/** The higher one of each two peaks. */
export function higher(a: Peaks, b: Peaks): Peaks {
  return { float32: Math.max(a.float32, b.float32), float64: Math.max(a.float64, b.float64) };
}

/** A result with its share of the peak. */
export function shareOf(product: ProductResult, peak: Peaks) {
  return { ...product, share: product.gflops / peak[product.dtype] };
}

const shapes = [
  [1024, 1024, 1024],
  [256, 256, 256],
  [64, 64, 64],
  [10, 784, 30],
] as const;

/** Measures products of matrices, C[m, n] = A[m, k] B[k, n]. */
export function products(): readonly ProductResult[] {
  return (['float32', 'float64'] as const).flatMap((dtype) =>
    shapes.map(([m, k, n]) => {
      const fill = (length: number) =>
        dtype === 'float32' ? new Float32Array(length).fill(0.5) : new Float64Array(length).fill(0.5);
      const request = { a: fill(m * k), b: fill(k * n), m, n, k, transposeA: false, transposeB: false };
      const gflops = (2 * m * k * n) / median(() => void kernels.matmul(request)) / 1e6;
      return { shape: `${m}×${k}×${n}`, dtype, gflops };
    }),
  );
}

const SAMPLES = 10_000;
const EPOCHS = 7;

/** Measures the training of two networks; the median of some epochs counts. */
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
    // The forward pass, the gradients of all weights, and the gradients of the hidden layer's outputs.
    const operations = 2 * (2 * 784 * hidden + 3 * hidden * 10);
    results.push({
      name: `784-${hidden}-10, ${optimizer}, batch ${batch}`,
      samplesPerSecond,
      gflops: (samplesPerSecond * operations) / 1e9,
    });
  }
  return results;
}

/** Samples of MNIST's size, four fifths of whose values are 0 as in MNIST; for the speed, other values do not matter. */
function images(): { x: NdArray<Uint8Array> & { scale: number }; y: NdArray<Uint8Array> } {
  const data = Uint8Array.from({ length: SAMPLES * 784 }, (_, index) =>
    index % 5 === 0 ? (index * 31) % 256 : 0,
  );
  const labels = Uint8Array.from({ length: SAMPLES }, (_, index) => index % 10);
  return { x: { data, shape: [SAMPLES, 784], scale: 1 / 255 }, y: { data: labels, shape: [SAMPLES] } };
}

/** Measures the solution of Lorenz' system to t = 100, compiled. */
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

/** Milliseconds that each measurement lasts. */
const DURATION = 200;

/** The median time of a call in milliseconds; a first call is not measured. */
function median(work: () => void): number {
  work();
  const times: number[] = [];
  const end = performance.now() + DURATION;
  do {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}
