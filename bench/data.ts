import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { layers, optimizers, sequential } from 'ferrograd';
import { dataset, loadCsv, mnist } from 'ferrograd/data';

import { pythonCommand } from './lib/commands.js';
import { machineLine } from './lib/machine.js';
import { spread } from './lib/statistics.js';
import { seconds, secondsRange, table } from './lib/table.js';
import { Worker } from './lib/worker.js';
import { peersPython } from './peers/python.js';

const USAGE = `Usage: npx tsx bench/data.ts [options]
  Reads tables of 100 MB with ferrograd and, with --peers, pandas and NumPy, in turn; reads MNIST; trains 784-30-10 on
  it in memory and as a stream, in turn. MNIST needs FERROGRAD_DATA or a download.
  --peers     also with pandas.read_csv and numpy.loadtxt
  --rounds N  of each (5)`;

const COLUMNS = 10;
const BYTES = 1e8;
const formats: Record<string, (value: number) => string> = {
  'four decimals': (value) => (100 * value).toFixed(4),
  '17 digits': (value) => String(value),
  '%.18e': (value) => value.toExponential(18),
};

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) console.log(USAGE);
else await main(Number(options.rounds));

async function main(rounds: number): Promise<void> {
  console.log(machineLine());
  const folder = await mkdtemp(join(tmpdir(), 'ferrograd-bench-'));
  const peers = options.peers ? new Worker('tables', pythonCommand(peersPython(), 'tables.py')) : undefined;
  await peers?.next();
  try {
    for (const [name, format] of Object.entries(formats)) {
      const path = join(folder, 'table.csv');
      await write(path, format);
      const tasks: Record<string, () => Promise<number>> = {
        ferrograd: () => timed(async () => (await loadCsv(path)).toArray()),
      };
      for (const peer of peers ? ['pandas', 'loadtxt'] : []) {
        tasks[peer] = async () => (await peers!.request<{ seconds: number }>(`read ${peer} ${path}`)).seconds;
      }
      await compare(`100 MB of numbers, ${name}`, tasks, rounds);
    }
  } finally {
    await peers?.end();
    await rm(folder, { recursive: true });
  }
  await compare('MNIST', { 'gzipped IDX': () => timed(() => mnist()) }, rounds);
  await streams(rounds);
}

/** Compares `fit` with streams, in four epochs each, so that costs which occur once weigh little. */
async function streams(rounds: number): Promise<void> {
  const { train } = await mnist();
  for (const batchSize of [10, 128]) {
    const [whole, chunked, single, awaited] = [network(), network(), network(), network()];
    const set = dataset(train.x, train.y);
    const epochs = 4;
    const generator = async function* () {
      yield* set.batch(batchSize);
    };
    const tasks = {
      'fit, in memory': () => timed(() => whole.fit(train.x, train.y, { epochs, batchSize, shuffle: false })),
      'fitDataset, chunks of 2,560': () =>
        timed(() => chunked.fitDataset(set.batch(2560), { epochs, batchSize })),
      'fitDataset, batch by batch': () => timed(() => single.fitDataset(set.batch(batchSize), { epochs })),
      'fitDataset, async generator': () => timed(() => awaited.fitDataset(generator, { epochs })),
    };
    await compare(`784-30-10, batches of ${batchSize}`, tasks, rounds);
  }
}

function network() {
  const net = sequential({ inputShape: [784], seed: 1 }, [
    layers.dense(30, { activation: 'sigmoid' }),
    layers.dense(10, { activation: 'sigmoid' }),
  ]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 3 }), loss: 'quadratic' });
  return net;
}

/** Runs each task once a round, in turn, and prints the times. */
async function compare(
  title: string,
  tasks: Record<string, () => Promise<number>>,
  rounds: number,
): Promise<void> {
  const samples = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) samples.get(name)!.push(await task());
  }
  const rows = [...samples].map(([name, all]) => ({ name, ...spread(all) }));
  const base = rows[0]!.median;
  const lines = rows.map((row) => [
    row.name,
    seconds(row.median),
    secondsRange(row),
    `${(row.median / base).toFixed(2)}×`,
  ]);
  console.log(`\n### ${title}\n\n${table(['', 'median', 'p25 – p75', 'to the first'], lines)}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1e3;
}

/** Writes a table of random numbers between -1 and 1, as only the number of their digits matters. */
async function write(path: string, format: (value: number) => string): Promise<void> {
  const file = await open(path, 'w');
  let size = 0;
  await file.write(`${Array.from({ length: COLUMNS }, (_, i) => `c${i}`).join(',')}\n`);
  while (size < BYTES) {
    const rows = Array.from({ length: 5000 }, () =>
      Array.from({ length: COLUMNS }, () => format(Math.random() + Math.random() - 1)).join(','),
    );
    size += (await file.write(`${rows.join('\n')}\n`)).bytesWritten;
  }
  await file.close();
}
