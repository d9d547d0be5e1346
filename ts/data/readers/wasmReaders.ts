/** What the module of crates/readers-wasm exports; addresses and sizes are in bytes. */
export interface ReadersExports {
  readonly memory: WebAssembly.Memory;
  /** Makes room for an input of `length` bytes; returns its address. */
  reserve(length: number): number;
  scan_numbers(marks: number, delimiter: number, columns: number): void;
  /** Address of the numbers that were read. */
  values(): number;
  decode_image(channels: number, mostPixels: number): void;
  /** Address of the decoded samples, or of a message where decoding failed. */
  pixels(): number;
  /** Address of the numbers that describe the result. */
  facts(): number;
}

/** Largest memory, in bytes, with which an instance is used again: memory of WebAssembly never shrinks. */
const maxIdleMemory = 64 * 2 ** 20;

let compiled: Promise<WebAssembly.Module> | undefined;
let idle: ReadersExports | undefined;

export interface Readers {
  /**
   * Calls `work` at once with an instance of the module.
   *
   * @throws WebAssembly.RuntimeError where the module traps; the next call gets a fresh instance
   */
  use<T>(work: (exports: ReadersExports) => T): T;
}

/** Compiles the module at the first call. */
export async function openReaders(): Promise<Readers> {
  compiled ??= import('#platform/readers.js').then(({ compileReaders }) => compileReaders());
  const module = await compiled.catch((error: unknown) => {
    // The page may have been offline: the next call tries again.
    compiled = undefined;
    throw error;
  });
  return {
    use(work) {
      const exports = idle ?? (new WebAssembly.Instance(module).exports as unknown as ReadersExports);
      // Dropped while in use, so that an instance is never used again after a trap.
      idle = undefined;
      const result = work(exports);
      if (exports.memory.buffer.byteLength <= maxIdleMemory) idle = exports;
      return result;
    },
  };
}

/** Copies the parts, one after the other, to where the module reads its input. */
export function passInput(exports: ReadersExports, ...parts: readonly Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // `reserve` may grow the memory, which detaches its buffer: the view comes after it.
  const address = exports.reserve(length);
  const input = new Uint8Array(exports.memory.buffer, address, length);
  let offset = 0;
  for (const part of parts) {
    input.set(part, offset);
    offset += part.length;
  }
}
