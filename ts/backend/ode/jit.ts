import { guard } from '../failures.js';
import type { OdeBindings } from './bindings.js';

/** Equations that can be compiled to WebAssembly (`ts/ode/system/expressions.ts`). */
export interface JitSource {
  /** A module that exports the functions `rhs` and `jacobian`, and the elementary functions that it imports. */
  toWasm(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly imports: readonly string[] };
}

/** Indices of compiled functions in the kernels' function table. */
export interface JitFunctions {
  readonly rhs: number;
  readonly jacobian: number;
}

/** The order of the elementary functions in `crates/kernels/src/ode/elementary.rs`. */
const elementary = [
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'exp', 'log', 'log10'],
  ...['atan2', 'pow'],
];

const compiled = new WeakMap<JitSource, JitFunctions>();
/** Table entries whose equations have been garbage-collected; they are used again before the table grows. */
const freeEntries: JitFunctions[] = [];
const registry = new FinalizationRegistry<JitFunctions>((functions) => freeEntries.push(functions));

/**
 * Compiles equations and puts them into the function table of the kernels, which then call them without a detour
 * through JavaScript. Each system is compiled once, to a module of a few hundred bytes.
 */
export function jitCompile(source: JitSource, bindings: OdeBindings): JitFunctions {
  let functions = compiled.get(source);
  if (!functions) {
    functions = guard('system', () => instantiate(source, bindings));
    compiled.set(source, functions);
    registry.register(source, functions);
  }
  return functions;
}

function instantiate(source: JitSource, bindings: OdeBindings): JitFunctions {
  const { bytes, imports } = source.toWasm();
  const table = bindings.functionTable();
  const indices = bindings.elementaryFunctions();
  const functionOf = (name: string): unknown => table.get(indices[elementary.indexOf(name)] ?? 0);
  const env = Object.fromEntries(imports.map((name) => [name, functionOf(name)]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { ...env, memory: bindings.linearMemory() },
  });
  const functions = freeEntries.pop() ?? grow(table);
  table.set(functions.rhs, exports['rhs']);
  table.set(functions.jacobian, exports['jacobian']);
  return functions;
}

function grow(table: WebAssembly.Table): JitFunctions {
  const rhs = table.grow(2);
  return { rhs, jacobian: rhs + 1 };
}
