/**
 * Reads a measurement file, removes its spikes, differentiates it and writes the result: the height of a thrown ball,
 * sampled 50 times a second by a sensor that now and then reports nonsense.
 *
 *     npx tsx examples/measurement.ts [folder]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as np from 'ferrograd/numpy';
import * as plot from 'ferrograd/plot';
import { differenceQuotients, movingMean, removeSpikes } from 'ferrograd/signal';

import { savePicture } from './save-picture.js';

const given = process.argv[2];
const folder = given ?? (await mkdtemp(join(tmpdir(), 'measurement-')));
await measure(join(folder, 'height.csv'));

const [t, height] = (await np.loadtxt(join(folder, 'height.csv'), {
  delimiter: ';',
  skiprows: 2,
  unpack: true,
})) as Iterable<np.NDArray>;
if (!t || !height) throw new Error('the file has two columns');

// No ball moves two metres within a fiftieth of a second.
const { values: cleaned, spikes } = removeSpikes(height, { threshold: 2 });
console.log(`${t.size} samples, spikes at ${spikes.map((i) => Number(t[i]).toFixed(2)).join(', ')} s`);

const smooth = movingMean(cleaned, 5);
const velocity = differenceQuotients(smooth, t);
// At both ends the window is cut, and the mean leans inwards.
const inside = '5:-5';
const [slope, start] = np.polyfit(t.slice(inside), np.asarray(velocity).slice(inside), 1).tolist() as [
  number,
  number,
];
console.log(`velocity ${start.toFixed(2)} m/s at the start, acceleration ${slope.toFixed(2)} m/s²`);

const table = np.column_stack([t, np.asarray(cleaned), np.asarray(velocity)]);
const file = join(folder, 'velocity.txt');
await np.savetxt(file, table, { fmt: '%.4f', header: 't/s height/m velocity/(m/s)' });
const back = await np.loadtxt(file);
console.log(
  `written and read again: shape ${back.shape.join(' × ')}, differs by ${largestDifference(back, table)}`,
);
const axes = { title: 'Height of a thrown ball', xLabel: 'time / s', yLabel: 'height / m' };
await savePicture('measurement', plot.cleanedSignal(t, height, cleaned, axes));
if (given === undefined) await rm(folder, { recursive: true });

/** Writes what the sensor reports of a ball thrown upwards at 15 m/s, with noise of a centimetre. */
async function measure(path: string): Promise<void> {
  np.random.seed(7);
  const time = np.linspace(0, 3, 151);
  const values = time.multiply(15).subtract(np.square(time).multiply(9.81 / 2));
  const noisy = values.add(np.random.normal(0, 0.01, 151));
  for (const [i, spike] of [[20, 40], [77, -30], [120, 25]] as const) noisy.set([i], spike); // prettier-ignore
  const header = 'height of a ball, 50 Hz\nt/s;height/m';
  await np.savetxt(path, np.column_stack([time, noisy]), {
    delimiter: ';',
    fmt: '%.6f',
    header,
    comments: '',
  });
}

function largestDifference(a: np.NDArray, b: np.NDArray): string {
  return Number(np.max(np.abs(a.subtract(b)))) < 1e-4 ? 'rounding' : 'more than rounding';
}
