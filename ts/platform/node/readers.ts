import { readFile } from 'node:fs/promises';

import type { ScanNumbers } from '../../backend/bindings.js';
import type { Bytes } from '../../bytes.js';

const binary = new URL('../../wasm/readers/readers.wasm', import.meta.url);

/** Compiles the WebAssembly module that decodes images and reads tables. */
export async function compileReaders(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(binary));
}

/** The addon's reader of numbers, which uses all cores; undefined where it is missing, or another backend is forced. */
export async function nativeScan(): Promise<ScanNumbers | undefined> {
  const forced = process.env['FERROGRAD_BACKEND'];
  if (forced && forced !== 'native') return undefined;
  try {
    const { loadNative } = await import('./native.js');
    return loadNative().scanNumbers;
  } catch {
    // No warning here: the choice of the backend warns of a missing addon, and WebAssembly reads the same numbers.
    return undefined;
  }
}

/** Whether a byte occurs; a Buffer finds it ten times as fast as a Uint8Array does. */
export function includesByte(bytes: Bytes, byte: number): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(byte);
}
