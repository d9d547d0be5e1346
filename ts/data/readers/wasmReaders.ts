/** What the module exports; addresses and sizes are bytes. See crates/readers-wasm. */
export interface ReadersExports {
  readonly memory: WebAssembly.Memory;
  reserve(length: number): number;
  scan_numbers(marks: number, delimiter: number, columns: number): void;
  values(): number;
  decode_image(channels: number, mostPixels: number): void;
  pixels(): number;
  facts(): number;
}

/** Memory of an instance never shrinks: one that had to read something larger is given up. */
const mostKept = 64 * 2 ** 20;

let compiled: Promise<WebAssembly.Module> | undefined;
let idle: ReadersExports | undefined;

/** Calls that do their work at once, on an instance of the module. */
export interface Readers {
  /**
   * @throws WebAssembly.RuntimeError where the module has a fault; the next call gets a fresh instance.
   */
  use<T>(work: (exports: ReadersExports) => T): T;
}

/** The module, compiled when first asked for. */
export async function openReaders(): Promise<Readers> {
  compiled ??= import('#platform/readers.js').then(({ compileReaders }) => compileReaders());
  const module = await compiled.catch((error: unknown) => {
    // A page may have been offline.
    compiled = undefined;
    throw error;
  });
  return {
    use(work) {
      const exports = idle ?? (new WebAssembly.Instance(module).exports as unknown as ReadersExports);
      // Whatever a call that failed has left behind is not used again.
      idle = undefined;
      const result = work(exports);
      if (exports.memory.buffer.byteLength <= mostKept) idle = exports;
      return result;
    },
  };
}

/** Copies bytes to where the module reads its input. */
export function passInput(exports: ReadersExports, ...parts: readonly Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // The address first: making room may move the memory.
  const address = exports.reserve(length);
  const input = new Uint8Array(exports.memory.buffer, address, length);
  let offset = 0;
  for (const part of parts) {
    input.set(part, offset);
    offset += part.length;
  }
}
