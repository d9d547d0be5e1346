import { guard } from '../failures.js';
import type { OdeBindings } from './bindings.js';

/** Equations that can be compiled to WebAssembly (`ts/ode/system/expressions.ts`). */
export interface LinkableCode {
  /** A module with the functions `rhs` and `jacobian`, and the elementary functions that it imports. */
  toWasm(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly imports: readonly string[] };
}

/** Places of linked functions in the kernels' function table. */
export interface LinkedCode {
  readonly rhs: number;
  readonly jacobian: number;
}

/** The order of the elementary functions in `crates/kernels/src/ode/elementary.rs`. */
const elementary = [
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'exp', 'log', 'log10'],
  ...['atan2', 'pow'],
];

const linked = new WeakMap<LinkableCode, LinkedCode>();
/** Places whose code has been collected. */
const free: LinkedCode[] = [];
const collected = new FinalizationRegistry<LinkedCode>((places) => free.push(places));

/**
 * Compiles equations and puts them into the function table of the kernels, which then call them without a detour
 * through JavaScript. Once for each system; the module has a few hundred bytes.
 */
export function link(code: LinkableCode, bindings: OdeBindings): LinkedCode {
  let places = linked.get(code);
  if (!places) {
    places = guard('system', () => compile(code, bindings));
    linked.set(code, places);
    collected.register(code, places);
  }
  return places;
}

function compile(code: LinkableCode, bindings: OdeBindings): LinkedCode {
  const { bytes, imports } = code.toWasm();
  const table = bindings.functionTable();
  const places = bindings.elementaryFunctions();
  const functionOf = (name: string): unknown => table.get(places[elementary.indexOf(name)] ?? 0);
  const env = Object.fromEntries(imports.map((name) => [name, functionOf(name)]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { ...env, memory: bindings.linearMemory() },
  });
  const found = free.pop() ?? grow(table);
  table.set(found.rhs, exports['rhs']);
  table.set(found.jacobian, exports['jacobian']);
  return found;
}

function grow(table: WebAssembly.Table): LinkedCode {
  const rhs = table.grow(2);
  return { rhs, jacobian: rhs + 1 };
}
