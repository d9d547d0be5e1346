/**
 * Trains on a table four times as large as the memory that may be used besides what the library itself takes.
 * Prints how much memory came in use after the first tenth, and how many rows were trained.
 */
import { layers, sequential } from 'ferrograd';
import { csvBatches, prefetch } from 'ferrograd/data';

const MIB = 2 ** 20;
const size = 4 * Number(process.argv[2]) * MIB;
const row = `${Array.from({ length: 16 }, (_, i) => (i / 17).toFixed(6)).join(',')},1\n`;
const piece = row.repeat(2000);

async function* table() {
  yield `${Array.from({ length: 16 }, (_, i) => `x${i}`).join(',')},y\n`;
  for (let sent = 0; sent < size; sent += piece.length) yield piece;
}

const net = sequential({ inputShape: [16], seed: 1 }, [
  layers.dense(32, { activation: 'relu' }),
  layers.dense(1),
]);
net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });

let [trained, start, most] = [0, 0, 0];
async function* watched() {
  for await (const batch of csvBatches(table, { target: 'y', batchSize: 1024 })) {
    trained += batch[0].shape[0] ?? 0;
    if (trained * row.length > size / 10) {
      start ||= process.memoryUsage.rss();
      most = Math.max(most, process.memoryUsage.rss());
    }
    yield batch;
  }
}

const { status } = await net.fitDataset(prefetch(watched, 2));
const rows = Math.ceil(size / piece.length) * 2000;
process.stdout.write(JSON.stringify({ status, isWhole: trained === rows, grownMiB: (most - start) / MIB }));
