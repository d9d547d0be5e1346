import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { backend } from 'ferrograd';

const FOLDERS = { native: undefined, wasm: 'simd128', 'wasm-relaxed': 'relaxed' };

interface Glue {
  /** Returns the exports of the instance that exists already. */
  initSync(source: object): { readonly memory: WebAssembly.Memory };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Size of the kernels' memory in bytes: exactly that of WebAssembly, or all memory of the process except JavaScript's heap. */
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

/** Growth that a test accepts as none, in bytes: the noise of a process with the native backend. */
export const growthAllowed = backend.name === 'native' ? 32e6 : 0;
