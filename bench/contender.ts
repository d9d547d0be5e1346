import { createInterface } from 'node:readline';
import { type InputType, loadImages } from './lib/images.js';
import { type Form, matmulRequest } from './lib/products.js';
import { describe, loadBackend } from './lib/backend.js';
import { spread } from './lib/statistics.js';
import type { Backend } from '../dist/backend/backend.js';

/** Child process of compare.ts: serves `epoch`, `accuracy` and `gemm dtype form m k n`, as the Python peers do. */
const inputs: InputType = process.argv[2] === 'f32' ? 'f32' : 'u8';
const backend = await loadBackend();
if ('unavailable' in backend) {
  emit(backend);
} else {
  const { EpochByEpoch, network } = await import('./lib/nielsen.js');
  const { train, test, source } = await loadImages(inputs);
  const net = network();
  const epochs = new EpochByEpoch(net, train);
  emit({ ...describe(backend), data: source });
  for await (const line of createInterface({ input: process.stdin })) {
    const [task, ...args] = line.split(' ');
    if (task === 'epoch') emit({ seconds: await epochs.next() });
    if (task === 'accuracy') emit({ accuracy: net.evaluate(test.x, test.y).accuracy });
    if (task === 'gemm') emit(timeProduct(backend, args));
  }
}
process.exit();

/** The same measurement as peers/numpy_gemm.py: samples of at least 0.2 ms, for about 0.3 s. */
function timeProduct(on: Backend, [dtype, form, ...sizes]: readonly string[]): object {
  const [m = 1, k = 1, n = 1] = sizes.map(Number);
  const operands = matmulRequest(dtype === 'float64' ? 'float64' : 'float32', [form as Form, m, k, n]);
  const once = Math.min(...[1, 2, 3].map(() => timed(() => on.matmul(operands), 1)));
  const repeats = Math.max(1, Math.floor(2e-4 / once));
  const count = Math.max(5, Math.min(1000, Math.floor(0.3 / (once * repeats))));
  const { median, p25, p75 } = spread(
    Array.from({ length: count }, () => timed(() => on.matmul(operands), repeats)),
  );
  return { seconds: median, p25, p75 };
}

function timed(work: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) work();
  return (performance.now() - start) / 1e3 / repeats;
}

function emit(value: object): void {
  console.log(JSON.stringify(value));
}
