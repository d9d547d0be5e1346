import { promisify } from 'node:util';
import { deflateRaw as deflate, inflateRaw as inflate } from 'node:zlib';
import type { Bytes } from '../../bytes.js';

const pack = promisify(deflate);
const unpack = promisify(inflate);

/** Content packed by deflate, without header or checksum. */
export async function deflateRaw(bytes: Bytes): Promise<Bytes> {
  return plain(await pack(bytes));
}

/** What deflate packed, of which at most `size` bytes are wanted; rejects when it is corrupt or longer. */
export async function inflateRaw(bytes: Bytes, size: number): Promise<Bytes> {
  return plain(
    await unpack(bytes, { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) }),
  );
}

function plain({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): Bytes {
  return new Uint8Array(buffer, byteOffset, length);
}
