import type { Calls } from './callbacks.js';

/** What the WebAssembly module exports for solves that call JavaScript; numbers as `request.ts` and `solution.ts` say. */
export interface OdeBindings {
  solveFunctions(calls: Calls, request: Float64Array): Float64Array;
  solveModelWith(
    calls: Calls,
    model: Float64Array,
    parameters: Float64Array,
    request: Float64Array,
  ): Float64Array;
  /** Solves equations that are linked at these places of the function table. */
  solveLinked(
    calls: Calls,
    rhs: number,
    jacobian: number,
    parameters: Float64Array,
    request: Float64Array,
  ): Float64Array;
  functionTable(): WebAssembly.Table;
  /** Where the elementary functions are in it. */
  elementaryFunctions(): Uint32Array;
  /** The memory in which `Calls` finds its values. */
  linearMemory(): WebAssembly.Memory;
}
