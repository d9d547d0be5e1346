import type { BackendLoader } from '../../backend/loader.js';
import { bestWasm } from '../../backend/names.js';
import { loadNative } from './native.js';
import { loadWasm } from './wasm.js';

/** Loads backends synchronously, so that CommonJS programs can `require` the library, too. */
export const loader: BackendLoader = {
  order: [...new Set(['native', bestWasm(), 'wasm'] as const)],
  load: (name) => (name === 'native' ? loadNative() : loadWasm(name)),
  warn: (warning) => process.emitWarning(warning),
};
