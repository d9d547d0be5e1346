import { buildBrowser } from './browser.js';
import { buildNative } from './native.js';
import { buildReaders } from './readers.js';
import { buildTypescript } from './typescript.js';
import { buildVendor } from './vendor.js';
import { buildWasm } from './wasm.js';

/** Build the whole package into `dist/`. The order matters: each step reads what those before it wrote. */
export async function build() {
  await buildNative();
  await buildWasm();
  await buildReaders();
  await buildVendor();
  await buildTypescript();
  await buildBrowser();
}
