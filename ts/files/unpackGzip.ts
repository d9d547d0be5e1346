import { gunzip } from '#platform/compression.js';
import type { Bytes, Source } from '../bytes.js';
import { DataError } from '../errors.js';

/** Bytes of the shortest gzip file: header (10), an empty deflate block (2), checksum and length (8). */
const minGzipLength = 20;

/** Deflate stores at best 258 bytes in 2 bits: a file that announces more than that is corrupt or an attack. */
export const maxDeflateRatio = 1032;

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file, or the bytes themselves where they are not gzipped.
 *
 * @throws DataError `too-large` or `gzip-corrupt`, before anything is allocated that the file cannot fill
 */
export async function unpackGzip(bytes: Bytes, source: Source, maxBytes: number): Promise<Bytes> {
  if (!isGzip(bytes)) return bytes;
  const length = bytes.length;
  if (length < minGzipLength) {
    throw corrupt(source, `${source.name} ends after ${length} bytes`, 'no gzip file is that short');
  }
  // The last four bytes announce the unpacked length.
  const size = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 4, true);
  if (size > maxBytes) throw tooLarge(source, size, maxBytes);
  if (size > length * maxDeflateRatio) {
    throw corrupt(
      source,
      `${source.name} announces ${size} bytes in ${length} of gzip`,
      `they can hold at most ${length * maxDeflateRatio}`,
    );
  }
  let content: Bytes;
  try {
    content = await gunzip(bytes, size);
  } catch (cause) {
    throw corruptGzip(source, cause);
  }
  if (content.length === size) return content;
  throw corrupt(
    source,
    `${source.name} unpacks to ${content.length} bytes`,
    `its last bytes announce ${size}`,
  );
}

/** The error for content that is larger than the caller accepts. */
export function tooLarge({ operation, name }: Source, size: number, maxBytes: number): DataError {
  return new DataError({
    code: 'too-large',
    operation,
    actual: `${name} announces ${size} bytes`,
    expected: `at most ${maxBytes} are accepted`,
    remedy: 'check the file, or raise `maxBytes` if it is meant to be that large',
  });
}

/** The error for a file that begins as gzip does and cannot be decompressed. */
export function corruptGzip(source: Source, cause: unknown): DataError {
  return corrupt(source, `${source.name} is a corrupt gzip file`, 'it must be intact', cause);
}

function corrupt({ operation }: Source, actual: string, expected: string, cause?: unknown): DataError {
  const remedy = 'copy or download the file again';
  return new DataError({ code: 'gzip-corrupt', operation, actual, expected, remedy }, { cause });
}
