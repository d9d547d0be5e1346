import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { backend } from 'ferrograd';

const FOLDERS = { native: undefined, wasm: 'simd128', 'wasm-relaxed': 'relaxed' };

interface Glue {
  /** Answers the exports of the instance that is there already. */
  initSync(source: object): { readonly memory: WebAssembly.Memory };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that the kernels' memory has: WebAssembly's exactly, or all that the process has beside JavaScript's heap. */
export async function kernelMemory(): Promise<number> {
  const folder = FOLDERS[backend.name];
  if (folder === undefined) return nativeMemory();
  const require = createRequire(import.meta.url);
  const glue = require(`../../dist/wasm/${folder}/ferrograd.js`) as Glue;
  return glue.initSync({}).memory.buffer.byteLength;
}

async function nativeMemory(): Promise<number> {
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const { heapTotal, rss } = process.memoryUsage();
  return rss - heapTotal;
}

/** How much it may grow where it must not grow: not at all, but for the noise of a process. */
export const growthAllowed = backend.name === 'native' ? 32e6 : 0;
