import { compile } from './compile.js';

/** Relative to the bundle in `dist/browser/`, and written out so that bundlers find the file. */
const binary = new URL('../wasm/readers/readers.wasm', import.meta.url);

/** The module that decodes images and reads tables; fetched when it is first needed. */
export async function compileReaders(): Promise<WebAssembly.Module> {
  return compile(binary);
}

/** Pages have no addon. */
export async function nativeScan(): Promise<undefined> {
  return undefined;
}
