import type { Callbacks } from './callbacks.js';

/**
 * The exports of the WebAssembly module for solves that call JavaScript. `request.ts` describes the numbers that are
 * passed, `solution.ts` those that are returned.
 */
export interface OdeBindings {
  solveFunctions(callbacks: Callbacks, request: Float64Array): Float64Array;
  solveModelWith(
    callbacks: Callbacks,
    model: Float64Array,
    parameters: Float64Array,
    request: Float64Array,
  ): Float64Array;
  /** Solves equations compiled by `jit.ts`; `rhs` and `jacobian` are indices of the function table. */
  solveLinked(
    callbacks: Callbacks,
    rhs: number,
    jacobian: number,
    parameters: Float64Array,
    request: Float64Array,
  ): Float64Array;
  functionTable(): WebAssembly.Table;
  /** Indices of the elementary functions in the function table. */
  elementaryFunctions(): Uint32Array;
  /** The memory in which `Callbacks` reads states and writes derivatives. */
  linearMemory(): WebAssembly.Memory;
}
