import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../../dist/backend/backend.js';

export const BACKENDS: readonly BackendName[] = ['native', 'wasm', 'wasm-relaxed'];

/** Environment that keeps a Python peer on one thread, and its caches out of the source folder. */
export const ONE_THREAD = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** The command that runs a file of bench/ with this process's Node and flags, and with the flags of the backend. */
export function nodeCommand(backend: BackendName, file: string, ...args: string[]): string[] {
  const major = Number(process.versions.node.split('.')[0]);
  // V8 has relaxed SIMD without a flag since Node 21.
  const flags = backend === 'wasm-relaxed' && major < 21 ? ['--experimental-wasm-relaxed-simd'] : [];
  return [process.execPath, ...process.execArgv, ...flags, benchPath(file), ...args];
}

export function pythonCommand(python: string, file: string, ...args: string[]): string[] {
  return [python, benchPath(`peers/${file}`), ...args];
}

/** The command that keeps `command` on one core, where taskset is there. */
export function pinned(core: number, command: readonly string[]): readonly string[] {
  return canPin(core) ? ['taskset', '-c', String(core), ...command] : command;
}

export function canPin(core: number): boolean {
  return spawnSync('taskset', ['-c', String(core), 'true']).status === 0;
}

export function benchPath(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}
