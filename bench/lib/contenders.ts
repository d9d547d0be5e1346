import type { BackendName } from '../../dist/backend/backend.js';
import { nodeCommand, ONE_THREAD, pinned, pythonCommand } from './commands.js';
import type { InputType } from './images.js';
import type { BackendInfo, Unavailable } from './backend.js';
import { Worker } from './worker.js';

/** A long-lived process that serves the requests `epoch`, `accuracy` and `gemm …` and replies in JSON. */
export interface Contender {
  readonly name: string;
  /** The name with the versions or the instruction set. */
  readonly label: string;
  readonly ours: boolean;
  readonly worker: Worker;
  /** Data that it trains on: `mnist` or `synthetic`; empty where it only multiplies. */
  readonly data: string;
  /** Measured float32 multiply-add peak, GFLOP/s. */
  readonly peak?: number;
  readonly inputs?: InputType;
}

interface PeerReady {
  readonly ready: string;
  readonly versions: Record<string, string>;
  readonly data?: string;
}

export async function startOurs(
  backend: BackendName,
  inputs: InputType,
  core: number,
): Promise<Contender | undefined> {
  const name = inputs === 'u8' ? backend : `${backend} ${inputs}`;
  const command = pinned(core, nodeCommand(backend, 'contender.ts', inputs));
  const worker = new Worker(name, command, { FERROGRAD_BACKEND: backend });
  const ready = await worker.next<(BackendInfo & { data: string }) | Unavailable>();
  if (!ready) throw new Error(`${name} did not start`);
  if ('unavailable' in ready) {
    console.log(`${name}: not available here: ${ready.unavailable}`);
    return undefined;
  }
  const { instructionSet, peak, data } = ready;
  const label = `ferrograd ${name} (${instructionSet})`;
  return { name, label, ours: true, worker, data, peak: peak.float32, inputs };
}

export async function startPeers(python: string, core: number): Promise<Contender[]> {
  const peers: Contender[] = [];
  for (const file of ['pytorch_eager.py', 'jax_epoch.py', 'numpy_epoch.py']) {
    peers.push(await startPeer(python, file, core));
  }
  return peers;
}

export function startGemmPeer(python: string, core: number): Promise<Contender> {
  return startPeer(python, 'numpy_gemm.py', core);
}

async function startPeer(python: string, file: string, core: number): Promise<Contender> {
  const worker = new Worker(file, pinned(core, pythonCommand(python, file, '--serve')), ONE_THREAD);
  const ready = await worker.next<PeerReady>();
  if (!ready)
    throw new Error(`${file} did not start; FERROGRAD_PEERS_PYTHON can name a Python with its modules`);
  const versions = Object.entries(ready.versions).map(([what, version]) => `${what} ${version}`);
  const label = `${ready.ready} (${versions.join(', ')})`;
  return { name: ready.ready, label, ours: false, worker, data: ready.data ?? '' };
}
