import type { Bytes } from '../../bytes.js';
import { compile } from './compile.js';

/** Relative to the bundle in `dist/browser/`, and written out so that bundlers find the file. */
const binary = new URL('../wasm/readers/readers.wasm', import.meta.url);

/** Fetches and compiles the WebAssembly module that decodes images and reads tables. */
export async function compileReaders(): Promise<WebAssembly.Module> {
  return compile(binary);
}

/** Undefined, as pages have no addon. */
export async function nativeScan(): Promise<undefined> {
  return undefined;
}

/** Whether a byte occurs. */
export function includesByte(bytes: Bytes, byte: number): boolean {
  return bytes.includes(byte);
}
