import { loader } from '#platform/backend.js';

import { bestWasm, forcedBackend } from '../../../backend/names.js';

export interface BackendReport {
  readonly name: string;
  /** Absent where it cannot be loaded. */
  readonly instructionSet?: string;
  readonly failure?: string;
}

export interface ChoiceReport {
  /** Absent where none can be used. */
  readonly name?: string;
  readonly instructionSet?: string;
  readonly reason: string;
  readonly remedy?: string;
  readonly peak?: { readonly float32: number; readonly float64: number };
}

/** Each backend, loaded on its own. */
export function tryBackends(): readonly BackendReport[] {
  return (['native', 'wasm-relaxed', 'wasm'] as const).map((name) => {
    try {
      return { name, instructionSet: loader.load(name).instructionSet() };
    } catch (error) {
      const failure =
        name === 'wasm-relaxed' && bestWasm() === 'wasm'
          ? 'this engine has no relaxed SIMD; Node 22 has, and Node 20 with --experimental-wasm-relaxed-simd'
          : sentence(error);
      return { name, failure };
    }
  });
}

/** What the library chooses, as programs get it. */
export async function choice(): Promise<ChoiceReport> {
  try {
    const forced = forcedBackend();
    const { kernels } = await import('../../../backend/select.js');
    const { name, instructionSet } = kernels;
    const isBest = name === loader.order[0];
    const reason =
      forced !== undefined
        ? 'FERROGRAD_BACKEND asks for it'
        : isBest
          ? 'the fastest, and it can be loaded'
          : `${loader.order[0] ?? ''} cannot be loaded`;
    const peak = { float32: kernels.peak('float32'), float64: kernels.peak('float64') };
    return { name, instructionSet, reason, peak };
  } catch (error) {
    const remedy =
      error instanceof Error && 'remedy' in error ? String(error.remedy) : 'install the package anew';
    return { reason: sentence(error), remedy };
  }
}

function sentence(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
