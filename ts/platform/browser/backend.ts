import type { BackendLoader } from '../../backend/loader.js';
import { bestWasm, forcedBackend } from '../../backend/names.js';
import { loadWasm } from './wasm.js';

const name = forcedBackend() ?? bestWasm();

/** The backend of this page. It is fetched while this module is evaluated, so before any importing module runs. */
const loaded =
  name === 'native' ? unavailable() : await loadWasm(name).catch((error: unknown) => failed(error));

export const loader: BackendLoader = {
  order: [name],
  load: () => loaded(),
  warn: (warning) => console.warn(warning),
};

function unavailable() {
  return failed(new Error('native kernels run in Node only'));
}

/** Keeps a failure until `ts/backend/select.ts` loads the backend, catches it and reports it. */
function failed(error: unknown): () => never {
  return () => {
    throw error;
  };
}
