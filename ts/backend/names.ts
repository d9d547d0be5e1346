import { oneOf } from '../checks.js';
import type { BackendName } from './backend.js';

export const backendNames: readonly BackendName[] = ['native', 'wasm', 'wasm-relaxed'];

interface Forcing {
  readonly FERROGRAD_BACKEND?: unknown;
  readonly process?: { readonly env?: { readonly FERROGRAD_BACKEND?: string } };
}

/** The backend that `FERROGRAD_BACKEND` names, a global variable or in Node a variable of the environment. */
export function forcedBackend(): BackendName | undefined {
  const scope = globalThis as unknown as Forcing;
  const name = scope.FERROGRAD_BACKEND ?? scope.process?.env?.FERROGRAD_BACKEND ?? '';
  return name === '' ? undefined : oneOf(name, backendNames, 'backend', 'FERROGRAD_BACKEND');
}

/** The fastest WebAssembly build that this engine runs. */
export function bestWasm(): BackendName {
  return WebAssembly.validate(RELAXED_SIMD_PROBE) ? 'wasm-relaxed' : 'wasm';
}

/** The smallest module with a relaxed instruction, `i8x16.relaxed_swizzle`. */
// prettier-ignore
const RELAXED_SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, // magic, version
  1, 5, 1, 96, 0, 1, 123, // type: () -> v128
  3, 2, 1, 0, // one function of that type
  10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11, // splat, splat, relaxed_swizzle
]);
