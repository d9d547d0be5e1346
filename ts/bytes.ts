import { show } from './checks.js';
import { DTypeError } from './errors.js';

/** Bytes in memory that is not shared, as streams and digests require. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The origin of bytes, for messages: the public function that got them, and how to name the input. */
export interface Source {
  readonly operation: string;
  readonly name: string;
}

/**
 * An input of bytes as a `Uint8Array` over the same memory. Shared memory is copied, as another thread may change it.
 *
 * @throws DTypeError `bytes-type` for anything but a Uint8Array or an ArrayBuffer
 */
export function toBytes(input: unknown, operation: string): Bytes {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (!(input instanceof Uint8Array)) {
    throw new DTypeError({
      code: 'bytes-type',
      operation,
      actual: `the input is ${show(input)}`,
      expected: 'it must be a Uint8Array or an ArrayBuffer',
      remedy: 'pass the content of the file as bytes',
    });
  }
  const { buffer, byteOffset, byteLength } = input;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(input);
}

/** All chunks in one array, one after the other. */
export function concatBytes(chunks: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
