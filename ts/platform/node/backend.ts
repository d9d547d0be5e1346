import type { BackendLoader } from '../../backend/loader.js';
import { bestWasm } from '../../backend/names.js';
import { loadNative } from './native.js';
import { loadWasm } from './wasm.js';

/** Everything loads synchronously in Node, so the library can be `require`d too. */
export const loader: BackendLoader = {
  order: [...new Set(['native', bestWasm(), 'wasm'] as const)],
  load: (name) => (name === 'native' ? loadNative() : loadWasm(name)),
  warn: (warning) => process.emitWarning(warning),
};
