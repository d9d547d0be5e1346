import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { canPin, nodeCommand, ONE_THREAD, pinned, pythonCommand } from './lib/commands.js';
import { machineLine } from './lib/machine.js';
import { type NetworkName, networks } from './lib/networks.js';
import { spread, type Spread } from './lib/statistics.js';
import { ratio, seconds, secondsRange, table } from './lib/table.js';
import { Worker } from './lib/worker.js';
import { peersPython } from './peers/python.js';

const USAGE = `Usage: npx tsx bench/networks.ts [options]
  Trains larger networks in turn on each backend and, with --peers, with PyTorch, all on one core.
  --peers     also with PyTorch
  --rounds N  measurements of each after the cold one (7)
  --filter T  only networks whose name contains T`;

export interface NetworkRow extends Spread {
  readonly network: string;
  readonly name: string;
  /** The first measurement in its process. */
  readonly cold: number;
}

/** Runs every comparison and prints its table. */
export async function networksReport({ peers = false, rounds = 7, filter = '' } = {}): Promise<NetworkRow[]> {
  const core = canPin(1) ? 1 : 0;
  const workers = new Map<string, Worker>();
  for (const backend of ['native', 'wasm'] as const) {
    const command = pinned(core, nodeCommand(backend, 'network.ts'));
    workers.set(backend, new Worker(backend, command, { FERROGRAD_BACKEND: backend }));
  }
  if (peers) {
    const command = pinned(core, pythonCommand(peersPython(), 'pytorch_networks.py'));
    workers.set('PyTorch', new Worker('PyTorch', command, ONE_THREAD));
  }
  for (const worker of workers.values()) await worker.next();
  const rows: NetworkRow[] = [];
  for (const name of Object.keys(networks) as NetworkName[]) {
    if (name.includes(filter)) rows.push(...(await compare(name, workers, rounds)));
  }
  for (const worker of workers.values()) await worker.end();
  return rows;
}

/**
 * Measures each contender once a round, in turn.
 *
 * @throws where a contender's accuracy is below what the network should reach
 */
async function compare(network: NetworkName, workers: Map<string, Worker>, rounds: number) {
  const times = new Map<string, number[]>([...workers.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, worker] of workers) {
      times.get(name)?.push((await worker.request<{ seconds: number }>(`train ${network}`)).seconds);
    }
  }
  const rows: NetworkRow[] = [];
  for (const [name, worker] of workers) {
    const { accuracy } = await worker.request<{ accuracy: number }>(`accuracy ${network}`);
    if (!(accuracy >= networks[network].accuracy))
      throw new Error(`${name}, ${network}: accuracy ${accuracy}`);
    const [cold = NaN, ...rest] = times.get(name) ?? [];
    rows.push({ network, name, cold, ...spread(rest) });
  }
  print(network, rows);
  return rows;
}

function print(network: string, rows: readonly NetworkRow[]): void {
  console.log(`\n### ${network}\n`);
  const peer = rows.find(({ name }) => name === 'PyTorch');
  const lines = rows.map((one) => {
    const faster = peer && {
      median: peer.median / one.median,
      p25: peer.median / one.p75,
      p75: peer.median / one.p25,
    };
    return [one.name, seconds(one.median), secondsRange(one), seconds(one.cold), faster ? ratio(faster) : ''];
  });
  console.log(table(['', 'an epoch', 'p25 – p75', 'first', "PyTorch's time to it"], lines));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      peers: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '7' },
      filter: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  console.log(machineLine());
  await networksReport({ peers: values.peers, rounds: Number(values.rounds), filter: values.filter });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
