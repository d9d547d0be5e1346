import { loader } from '#platform/backend.js';

import { BackendError } from '../errors.js';
import { adapt } from './adapt.js';
import type { Backend, BackendName } from './backend.js';
import type { Bindings } from './bindings.js';
import { bestWasm, forcedBackend } from './names.js';

const REMEDIES: Record<BackendName, string> = {
  native:
    'run npm install again without a lock file made on another platform ' +
    '(npm forgets optional platform packages: https://github.com/npm/cli/issues/4828), ' +
    'npm run build in a clone, or set FERROGRAD_BACKEND=wasm',
  wasm: 'use an engine with WebAssembly SIMD and check that the .wasm file can be read',
  'wasm-relaxed':
    'use an engine with relaxed SIMD (Node 20: --experimental-wasm-relaxed-simd), or set FERROGRAD_BACKEND=wasm',
};

/** The kernels that every feature runs on, chosen once when the library is loaded. */
export const kernels: Backend = select();

/** Which kernels run: `{ name: 'native', instructionSet: 'avx512' }`. */
export const backend: Pick<Backend, 'name' | 'instructionSet'> = Object.freeze({
  name: kernels.name,
  instructionSet: kernels.instructionSet,
});

/** Warns the user of something that does not stop the program. */
export function warn(warning: Error): void {
  loader.warn(warning);
}

let callbackBindings: Bindings | undefined;

/**
 * The WebAssembly kernels, also where the native backend is selected: calling JavaScript takes 20 ns from WebAssembly and
 * 170 ns from an addon. Loaded at the first call.
 */
export function wasmBindings(): Bindings {
  callbackBindings ??= loadBindings(kernels.name === 'native' ? bestWasm() : kernels.name);
  return callbackBindings;
}

function select(): Backend {
  const forced = forcedBackend();
  if (forced !== undefined) return load(forced);
  const failures: BackendError[] = [];
  for (const name of loader.order) {
    try {
      const loaded = load(name);
      const [first] = failures;
      if (first) loader.warn(fallback(first, name));
      return loaded;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      failures.push(error);
    }
  }
  throw failures[0] ?? new Error('no backend for this platform');
}

function load(name: BackendName): Backend {
  return adapt(name, loadBindings(name));
}

function loadBindings(name: BackendName): Bindings {
  try {
    return loader.load(name);
  } catch (cause) {
    throw new BackendError(
      {
        code: 'backend-load',
        operation: 'load',
        actual: `the backend ${name} could not be loaded (${reason(cause)})`,
        expected: 'a build for this platform and engine',
        remedy: REMEDIES[name],
      },
      { cause },
    );
  }
}

function fallback(failure: BackendError, used: BackendName): BackendError {
  return new BackendError(
    {
      code: 'backend-fallback',
      operation: 'load',
      actual: failure.actual,
      expected: `so the slower backend ${used} runs instead`,
      remedy: failure.remedy,
    },
    { cause: failure.cause },
  );
}

/** The first line of an error's message: Node adds the stack of requires below it. */
function reason(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0] ?? '';
}
