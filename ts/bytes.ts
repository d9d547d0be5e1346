import { show } from './checks.js';
import { DTypeError } from './errors.js';

/** Bytes in ordinary memory, which is what streams and digests take. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Where bytes came from, for messages: the public call and what to call the input. */
export interface Source {
  readonly operation: string;
  readonly name: string;
}

/** The same memory as plain `Uint8Array`; shared memory, which another thread may change, is copied. */
export function toBytes(input: unknown, operation: string): Bytes {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (!(input instanceof Uint8Array)) {
    throw new DTypeError({
      code: 'bytes-type',
      operation,
      actual: `the input is ${show(input)}`,
      expected: 'a Uint8Array or an ArrayBuffer is needed',
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
