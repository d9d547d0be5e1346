import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BackendName } from '../dist/backend/backend.js';
import { BACKENDS, canPin } from './lib/commands.js';
import { epochTable, gemmTable, ratioTable } from './lib/comparisonTables.js';
import { type Contender, startGemmPeer, startOurs, startPeers } from './lib/contenders.js';
import type { InputType } from './lib/images.js';
import { type EpochResult, type GemmResult, interleaveEpochs, interleaveGemm } from './lib/interleave.js';
import { machine, machineLine } from './lib/machine.js';
import { parseBackends, parseCount, parseInputs } from './lib/options.js';
import { peersPython } from './peers/python.js';

const USAGE = `Usage: npx tsx bench/compare.ts [options]
  Trains MNIST 784-30-10 (sigmoid, quadratic cost, SGD 3.0, batch 10) with ferrograd, PyTorch, JAX and
  NumPy, one epoch of each in turn on the same core, then multiplies matrices with ferrograd and NumPy.
  --backend NAMES  native, wasm, wasm-relaxed; several with commas (all)
  --inputs TYPES   u8, f32 or both with a comma: how ferrograd holds the images (u8)
  --rounds N       epochs of each after the cold one (15)
  --core N         the core that all are kept on, where taskset is there (the last)
  --no-gemm        only the epochs
  --json FILE      write all measurements as JSON`;

export interface Comparison {
  readonly epochs: readonly EpochResult[];
  readonly gemm: readonly GemmResult[];
}

interface Options {
  readonly backends?: readonly BackendName[];
  readonly inputs?: readonly InputType[];
  readonly rounds?: number;
  readonly core?: number;
  readonly gemm?: boolean;
}

/** Measures all contenders in turn and prints the tables. */
export async function compare(options: Options = {}): Promise<Comparison> {
  const {
    backends = BACKENDS,
    inputs = ['u8'],
    rounds = 15,
    core = cpus().length - 1,
    gemm = true,
  } = options;
  const python = peersPython();
  const ours: Contender[] = [];
  for (const backend of backends) {
    for (const type of inputs) {
      const contender = await startOurs(backend, type, core);
      if (contender) ours.push(contender);
    }
  }
  if (ours.length === 0) throw new Error('no backend could be loaded; run `npm run build` first');
  const peers = await startPeers(python, core);
  const where = canPin(core) ? `all on core ${core}` : 'not pinned to a core (no taskset)';
  const data = [...new Set([...ours, ...peers].map((contender) => contender.data))].join(', ');
  console.log(`\nEpochs of each in turn: ${rounds} rounds after a cold one, ${where}, data: ${data}\n`);
  const epochs = await interleaveEpochs([...ours, ...peers], rounds);
  console.log(`${epochTable(epochs)}\n\n${ratioTable(epochs)}`);
  for (const peer of peers) await peer.worker.end();

  let products: readonly GemmResult[] = [];
  if (gemm) {
    const numpy = await startGemmPeer(python, core);
    const one = ours.filter(({ inputs: type }) => type === inputs[0]);
    products = await interleaveGemm([...one, numpy]);
    console.log(`\nMatrix products, float32, GFLOP/s\n\n${gemmTable(products)}`);
    await numpy.worker.end();
  }
  for (const contender of ours) await contender.worker.end();
  return { epochs, gemm: products };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      backend: { type: 'string' },
      inputs: { type: 'string', default: 'u8' },
      rounds: { type: 'string', default: '15' },
      core: { type: 'string', default: String(cpus().length - 1) },
      'no-gemm': { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  console.log(machineLine());
  const comparison = await compare({
    backends: parseBackends(values.backend),
    inputs: parseInputs(values.inputs),
    rounds: parseCount('rounds', values.rounds, 1),
    core: parseCount('core', values.core, 0),
    gemm: !values['no-gemm'],
  });
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ machine: machine(), ...comparison }, null, 2)}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
