import type { BackendName } from '../../backend/backend.js';
import type { Bindings } from '../../backend/bindings.js';
import type { WasmGlue } from '../../backend/loader.js';
import { compile } from './compile.js';

interface Build {
  readonly binary: URL;
  readonly glue: () => Promise<WasmGlue>;
}

/** Relative to the bundle in `dist/browser/`, and written out so that bundlers find the files. */
const builds: Record<Exclude<BackendName, 'native'>, Build> = {
  wasm: {
    binary: new URL('../wasm/simd128/ferrograd_bg.wasm', import.meta.url),
    glue: () => import('#wasm/simd128/ferrograd.js') as Promise<WasmGlue>,
  },
  'wasm-relaxed': {
    binary: new URL('../wasm/relaxed/ferrograd_bg.wasm', import.meta.url),
    glue: () => import('#wasm/relaxed/ferrograd.js') as Promise<WasmGlue>,
  },
};

/** Fetches and initialises one build. */
export async function loadWasm(name: Exclude<BackendName, 'native'>): Promise<() => Bindings> {
  const { binary, glue } = builds[name];
  const [module, bindings] = await Promise.all([compile(binary), glue()]);
  await bindings.default({ module_or_path: module });
  return () => bindings;
}
