import type { BackendLoader } from '../../backend/loader.js';
import { bestWasm, forcedBackend } from '../../backend/names.js';
import { loadWasm } from './wasm.js';

const name = forcedBackend() ?? bestWasm();

/** The one build that is needed is fetched here, before anything that imports the library runs. */
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

/** Keeps a failure until the choice of the backend asks for it and reports it. */
function failed(error: unknown): () => never {
  return () => {
    throw error;
  };
}
