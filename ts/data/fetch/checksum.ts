import type { Bytes, Source } from '../../bytes.js';
import { DataError } from '../../errors.js';

/** SHA-256 in lower-case hexadecimal; undefined on pages served by plain http, where browsers offer no digests. */
export async function sha256Of(bytes: Bytes): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Throws a DataError `checksum` unless `bytes` have this SHA-256. */
export async function verifyChecksum(
  bytes: Bytes,
  sha256: string,
  source: Source,
  remedy: string,
): Promise<void> {
  const actual = await sha256Of(bytes);
  if (actual === undefined) {
    throw mismatch(source, 'cannot be checked on this page', 'checksums need https or localhost', remedy);
  }
  const expected = sha256.toLowerCase();
  if (actual === expected) return;
  const what = `has checksum ${actual.slice(0, 8)}…`;
  throw mismatch(source, what, `it must be ${expected.slice(0, 8)}…`, remedy);
}

function mismatch({ operation, name }: Source, what: string, expected: string, remedy: string): DataError {
  return new DataError({ code: 'checksum', operation, actual: `${name} ${what}`, expected, remedy });
}
