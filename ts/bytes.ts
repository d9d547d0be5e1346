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

/** A file that is read in pieces; each `open` begins at its start. */
export interface PiecedFile {
  /** Size in bytes. */
  readonly size: number;
  readonly isGzip: boolean;
  /**
   * The pieces in order, each read ahead while the one before is used. A piece is valid until the next one is
   * requested, because its buffer is then used again.
   */
  open(): AsyncGenerator<Bytes>;
  /** The whole content. */
  whole(): Promise<Bytes>;
}
