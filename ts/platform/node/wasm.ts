import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { BackendName } from '../../backend/backend.js';
import type { Bindings } from '../../backend/bindings.js';
import type { WasmGlue } from '../../backend/loader.js';

const require = createRequire(import.meta.url);
const loaded = new Map<string, Bindings>();

/** Loads one of the WebAssembly builds: compiles the module and loads its JavaScript on the first call only. */
export function loadWasm(name: Exclude<BackendName, 'native'>): Bindings {
  const folder = name === 'wasm' ? 'simd128' : 'relaxed';
  const glue = loaded.get(folder) ?? compile(folder);
  loaded.set(folder, glue);
  return glue;
}

function compile(folder: string): Bindings {
  const binary = new URL(`../../wasm/${folder}/ferrograd_bg.wasm`, import.meta.url);
  const module = new WebAssembly.Module(readFileSync(binary));
  const glue = require(`../../wasm/${folder}/ferrograd.js`) as WasmGlue;
  glue.initSync({ module });
  return glue;
}
