import { DataError } from '../errors.js';
import { gunzip } from '#platform/gzip.js';
import type { Bytes, Source } from '../bytes.js';

/** Ten bytes of header, an empty deflate block (2), checksum and length (8). */
const shortestGzip = 20;

/** Deflate stores at best 258 bytes in 2 bits; no honest file unpacks to more. */
const bestRatio = 1032;

/** The content of a gzip file, or the bytes themselves when they are not one. */
export async function unpack(bytes: Bytes, source: Source, maxBytes: number): Promise<Bytes> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const length = bytes.length;
  if (length < shortestGzip) {
    throw broken(source, `${source.name} ends after ${length} bytes`, 'no gzip file is that short');
  }
  // The last four bytes announce the unpacked length, so that nothing is allocated on trust.
  const size = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 4, true);
  if (size > maxBytes) throw tooLarge(source, size, maxBytes);
  if (size > length * bestRatio) {
    throw broken(
      source,
      `${source.name} announces ${size} bytes in ${length} of gzip`,
      `they can hold at most ${length * bestRatio}`,
    );
  }
  let content: Bytes;
  try {
    content = await gunzip(bytes, size);
  } catch (cause) {
    throw broken(source, `${source.name} is a corrupt gzip file`, 'an intact one is needed', cause);
  }
  if (content.length === size) return content;
  throw broken(
    source,
    `${source.name} unpacks to ${content.length} bytes`,
    `its last bytes announce ${size}`,
  );
}

/** More than the caller allows to be held in memory. */
export function tooLarge({ operation, name }: Source, size: number, maxBytes: number): DataError {
  return new DataError({
    code: 'too-large',
    operation,
    actual: `${name} announces ${size} bytes`,
    expected: `at most ${maxBytes} are accepted`,
    remedy: 'check the file, or raise `maxBytes` if it is meant to be that large',
  });
}

function broken({ operation }: Source, actual: string, expected: string, cause?: unknown): DataError {
  const details = {
    code: 'gzip-corrupt',
    operation,
    actual,
    expected,
    remedy: 'copy or download the file again',
  };
  return new DataError(details, { cause });
}
