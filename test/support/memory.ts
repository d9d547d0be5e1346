import { createRequire } from 'node:module';

import { backend } from 'ferrograd';

const FOLDERS = { native: undefined, wasm: 'simd128', 'wasm-relaxed': 'relaxed' };

interface Glue {
  /** Answers the exports of the instance that is there already. */
  initSync(source: object): { readonly memory: WebAssembly.Memory };
}

/** Bytes that the kernels' memory has: WebAssembly's exactly, otherwise the process' resident set. */
export function kernelMemory(): number {
  const folder = FOLDERS[backend.name];
  if (folder === undefined) return process.memoryUsage.rss();
  const require = createRequire(import.meta.url);
  const glue = require(`../../dist/wasm/${folder}/ferrograd.js`) as Glue;
  return glue.initSync({}).memory.buffer.byteLength;
}

/** How much the kernels' memory may grow where it must not grow: not at all, but for the noise of a process. */
export const growthAllowed = backend.name === 'native' ? 32e6 : 0;
