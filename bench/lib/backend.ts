import type { Backend, BackendName } from '../../dist/backend/backend.js';

/** A loaded backend and the speed that it can reach at most. */
export interface BackendInfo {
  readonly name: BackendName;
  readonly instructionSet: string;
  /** Measured multiply-add peak of one core, GFLOP/s. */
  readonly peak: { readonly float32: number; readonly float64: number };
}

export interface Unavailable {
  /** Why the backend cannot be loaded. */
  readonly unavailable: string;
}

/**
 * Loads the backend that FERROGRAD_BACKEND names. The import is dynamic, so that a backend that fails to load is
 * reported instead of ending the run.
 */
export async function loadBackend(): Promise<Backend | Unavailable> {
  try {
    return (await import('../../dist/backend/select.js')).kernels;
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) };
  }
}

export function describe(backend: Backend): BackendInfo {
  const { name, instructionSet } = backend;
  return {
    name,
    instructionSet,
    peak: { float32: backend.peak('float32'), float64: backend.peak('float64') },
  };
}
