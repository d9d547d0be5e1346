import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import type { BackendName } from '../dist/backend/backend.js';
import type { Row } from './lib/case.js';
import { nodeCommand } from './lib/commands.js';
import { machine, machineLine } from './lib/machine.js';
import { parseBackends } from './lib/options.js';
import type { BackendInfo, Unavailable } from './lib/backend.js';
import { SUITES } from './lib/suites.js';
import { gflops, seconds, secondsRange, table } from './lib/table.js';
import { Worker } from './lib/worker.js';

const USAGE = `Usage: npm run bench -- [options]
  --backend NAMES  native, wasm, wasm-relaxed; several with commas (all that this machine can run)
  --filter TEXT    only cases whose name, with its element type, contains TEXT
  --peers          also compare with PyTorch, JAX, NumPy and SciPy, interleaved on one core
  --json FILE      write the same figures as JSON`;

interface BackendReport extends BackendInfo {
  readonly rows: readonly Row[];
}

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string' },
    filter: { type: 'string', default: '' },
    peers: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (options.help) {
  console.log(USAGE);
} else {
  await main();
}

async function main(): Promise<void> {
  console.log(machineLine());
  const backends: BackendReport[] = [];
  for (const name of parseBackends(options.backend)) {
    const report = await measureBackend(name);
    if (report) backends.push(report);
  }
  if (backends.length === 0) throw new Error('no backend could be loaded; run `npm run build` first');
  const comparison = options.peers
    ? await compare({ backends: backends.map(({ name }) => name) })
    : undefined;
  const ode = options.filter === '' ? await odeRows(options.peers) : undefined;
  if (options.json !== undefined) {
    const report = { machine: machine(), backends, ...(comparison && { comparison }), ...(ode && { ode }) };
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

/** Measured on the best backend of this process, since each right-hand side runs where it is fastest. */
async function odeRows(peers: boolean) {
  console.log('\n## Differential equations');
  const { odeReport } = await import('./ode.js');
  return odeReport({ peers });
}

async function measureBackend(name: BackendName): Promise<BackendReport | undefined> {
  let info: BackendInfo | undefined;
  const rows: Row[] = [];
  for (const suite of Object.keys(SUITES)) {
    const command = nodeCommand(name, 'suite.ts', suite, options.filter);
    const worker = new Worker(`${suite} on ${name}`, command, { FERROGRAD_BACKEND: name });
    const first = await worker.next<BackendInfo | Unavailable>();
    if (first && 'unavailable' in first) {
      console.log(`\n${name}: not available here: ${first.unavailable}`);
      return undefined;
    }
    info ??= first;
    for (let row = await worker.next<Row>(); row; row = await worker.next<Row>()) rows.push(row);
    if ((await worker.end()) !== 0) throw new Error(`suite ${suite} failed on ${name}`);
  }
  if (!info) throw new Error(`the backend ${name} returned no measurements`);
  print(info, rows);
  return { ...info, rows };
}

function print({ name, instructionSet, peak }: BackendInfo, rows: readonly Row[]): void {
  const peaks = `${peak.float32.toFixed(0)} (float32), ${peak.float64.toFixed(0)} (float64) GFLOP/s`;
  console.log(`\n## ${name}, ${instructionSet}, measured multiply-add peak ${peaks}\n`);
  const lines = rows.map((row) => [
    row.note === undefined ? row.name : `${row.name} (${row.note})`,
    row.dtype,
    seconds(row.median),
    secondsRange(row),
    row.cold === undefined ? '' : seconds(row.cold),
    gflops(row.flops, row.median),
    `${(row.flops / row.median / 1e7 / peak[row.dtype]).toFixed(0)} %`,
  ]);
  console.log(table(['case', 'dtype', 'median', 'p25 – p75', 'cold', 'GFLOP/s', 'of peak'], lines));
}
