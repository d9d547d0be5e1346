import { promisify } from 'node:util';
import { gunzip as inflate } from 'node:zlib';
import type { Bytes } from '../../bytes.js';

const unzip = promisify(inflate);

/**
 * The content of a gzip file of which at most `size` bytes are wanted; rejects when it is corrupt or
 * longer. zlib in one piece takes a third of the time of a DecompressionStream.
 */
export async function gunzip(bytes: Bytes, size: number): Promise<Bytes> {
  // One byte more than will be written, or zlib allocates a second chunk to find the end in.
  const buffer = await unzip(bytes, {
    chunkSize: Math.max(64, size + 1),
    maxOutputLength: Math.max(1, size),
  });
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
