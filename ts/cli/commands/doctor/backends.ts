import { loader } from '#platform/backend.js';

import { bestWasm, forcedBackend } from '../../../backend/names.js';

export interface BackendReport {
  readonly name: string;
  /** Undefined where the backend cannot be loaded. */
  readonly instructionSet?: string;
  /** Why it cannot be loaded. */
  readonly failure?: string;
}

export interface ChoiceReport {
  /** Undefined where no backend can be used. */
  readonly name?: string;
  readonly instructionSet?: string;
  readonly reason: string;
  readonly remedy?: string;
  /** GFLOP/s of one core. */
  readonly peak?: { readonly float32: number; readonly float64: number };
}

/** Tries to load each backend. */
export function tryBackends(): readonly BackendReport[] {
  return (['native', 'wasm-relaxed', 'wasm'] as const).map((name) => {
    try {
      return { name, instructionSet: loader.load(name).instructionSet() };
    } catch (error) {
      const failure =
        name === 'wasm-relaxed' && bestWasm() === 'wasm'
          ? 'this engine has no relaxed SIMD; Node 22 has, and Node 20 with --experimental-wasm-relaxed-simd'
          : firstLine(error);
      return { name, failure };
    }
  });
}

/** The backend that the library chooses for programs. */
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
      error instanceof Error && 'remedy' in error ? String(error.remedy) : 'install the package again';
    return { reason: firstLine(error), remedy };
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
