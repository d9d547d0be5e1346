/**
 * Measures what it costs to pass arrays between NumPy's functions and this library, and compares products and least
 * squares with those of numpy-ts alone. Passing that copies takes longer for a larger array; passing that does not copy
 * takes the same time for every size.
 *
 *     npx tsx bench/arrays.ts
 */
import { matmul } from 'ferrograd';
import * as np from 'ferrograd/numpy';
import * as alone from '../dist/vendor/numpy-ts.js';

import { spread } from './lib/statistics.js';

const ROUNDS = 7;

/** Microseconds a call, the median of rounds in which the contenders take turns. */
function compare(contenders: Readonly<Record<string, () => unknown>>): Record<string, string> {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contenders)) times[name]!.push(timeOf(run));
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, values]) => [name, `${spread(values).median.toPrecision(3)} µs`]),
  );
}

function timeOf(run: () => unknown): number {
  for (let calls = 1; ; calls *= 4) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    const elapsed = performance.now() - start;
    if (elapsed > 4) return (1000 * elapsed) / calls;
  }
}

const rows: Record<string, Record<string, string>> = {};
for (const size of [1_000, 100_000, 10_000_000]) {
  const result = { data: new Float64Array(size), shape: [size / 10, 10] };
  const array = np.asarray(result);
  const one = np.zeros([0, size / 10]);
  rows[`${size.toLocaleString('en')} values`] = compare({
    'out: np.asarray(result)': () => np.asarray(result),
    'in: as made': () => matmul(one, array),
    'in: some rows': () => matmul(one, array.slice('0:')),
    'a copy': () => result.data.slice(),
  });
}
console.table(rows);

np.random.seed(1);
const products: Record<string, Record<string, string>> = {};
for (const n of [16, 32, 64, 128, 256]) {
  const [a, b] = [np.random.randn(n, n), np.random.randn(n, n)];
  products[`${n} × ${n}`] = compare({
    'np.matmul(a, b)': () => np.matmul(a, b),
    'np.matmul(a.T, b)': () => np.matmul(a.T, b),
    'numpy-ts': () => alone.matmul(a, b).dispose(),
  });
}
console.table(products);

const equations: Record<string, Record<string, string>> = {};
for (const [m, n] of [
  [40, 4],
  [200, 20],
  [200, 50],
] as const) {
  // prettier-ignore
  const [a, b] = [np.random.randn(m, n), np.random.randn(m)];
  equations[`${m} × ${n}`] = compare({
    'np.linalg.lstsq': () => np.linalg.lstsq(a, b),
    'numpy-ts': () => alone.linalg.lstsq(a, b),
  });
}
console.table(equations);
