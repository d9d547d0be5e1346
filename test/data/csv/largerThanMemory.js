/**
 * Trains a model on a table four times as large as the memory that it may use, in MiB: the first argument. Prints the
 * status of the fit, whether it saw every row, and by how much the memory of the process grew after the first tenth.
 */
import { layers, sequential } from 'ferrograd';
import { csvBatches, prefetch } from 'ferrograd/data';

const MIB = 2 ** 20;
const size = 4 * Number(process.argv[2]) * MIB;
const row = `${Array.from({ length: 16 }, (_, i) => (i / 17).toFixed(6)).join(',')},1\n`;
const chunk = row.repeat(2000);

async function* table() {
  yield `${Array.from({ length: 16 }, (_, i) => `x${i}`).join(',')},y\n`;
  for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
}

const net = sequential({ inputShape: [16], seed: 1 }, [
  layers.dense(32, { activation: 'relu' }),
  layers.dense(1),
]);
net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });

let [trained, memoryAtStart, largestMemory] = [0, 0, 0];
async function* watched() {
  for await (const batch of csvBatches(table, { target: 'y', batchSize: 1024 })) {
    trained += batch[0].shape[0] ?? 0;
    if (trained * row.length > size / 10) {
      memoryAtStart ||= process.memoryUsage.rss();
      largestMemory = Math.max(largestMemory, process.memoryUsage.rss());
    }
    yield batch;
  }
}

const { status } = await net.fitDataset(prefetch(watched, 2));
const rows = Math.ceil(size / chunk.length) * 2000;
process.stdout.write(
  JSON.stringify({ status, isWhole: trained === rows, grownMiB: (largestMemory - memoryAtStart) / MIB }),
);
