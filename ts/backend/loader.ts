import type { BackendName } from './backend.js';
import type { Bindings } from './bindings.js';

/** What a platform (Node, browser) offers the choice of a backend. */
export interface BackendLoader {
  /** The backends to try, best first. */
  readonly order: readonly BackendName[];
  /** Throws when the backend cannot be loaded here. */
  load(name: BackendName): Bindings;
  /** Tells the user of a fallback, once. */
  warn(warning: Error): void;
}

/** The generated JavaScript beside each WebAssembly build: its classes work once it is initialised. */
export interface WasmGlue extends Bindings {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  initSync(source: { module: WebAssembly.Module }): unknown;
}
