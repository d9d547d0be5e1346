import { readFile } from 'node:fs/promises';

const binary = new URL('../../wasm/readers/readers.wasm', import.meta.url);

/** The module that decodes images and reads tables. */
export async function compileReaders(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(binary));
}
