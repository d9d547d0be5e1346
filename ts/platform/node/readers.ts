import { readFile } from 'node:fs/promises';

import type { ScanNumbers } from '../../backend/bindings.js';

const binary = new URL('../../wasm/readers/readers.wasm', import.meta.url);

/** The module that decodes images and reads tables. */
export async function compileReaders(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(binary));
}

/** The addon's reader of numbers, which uses all cores; undefined where it is not there, or another backend is forced. */
export async function nativeScan(): Promise<ScanNumbers | undefined> {
  const forced = process.env['FERROGRAD_BACKEND'];
  if (forced && forced !== 'native') return undefined;
  try {
    const { loadNative } = await import('./native.js');
    return loadNative().scanNumbers;
  } catch {
    // The choice of the backend warns of it; WebAssembly does the same here.
    return undefined;
  }
}
