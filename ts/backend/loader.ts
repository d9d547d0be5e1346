import type { BackendName } from './backend.js';
import type { Bindings } from './bindings.js';

/** What each platform (Node, browser) provides for the selection of a backend. */
export interface BackendLoader {
  /** The backends to try, best first. */
  readonly order: readonly BackendName[];
  /** Loads a backend; throws where it cannot be loaded on this platform. */
  load(name: BackendName): Bindings;
  /** Warns the user of a fallback, once. */
  warn(warning: Error): void;
}

/** The JavaScript that wasm-bindgen generates beside each WebAssembly build; its classes work once it is initialised. */
export interface WasmGlue extends Bindings {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  initSync(source: { module: WebAssembly.Module }): unknown;
}
