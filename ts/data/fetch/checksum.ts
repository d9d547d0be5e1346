import type { Bytes, Source } from '../../bytes.js';
import { DataError } from '../../errors.js';

/** Lower-case hexadecimal SHA-256; undefined on pages served by plain http, which have no digests. */
export async function sha256Of(bytes: Bytes): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Throws unless `bytes` have this SHA-256. */
export async function checkSum(bytes: Bytes, sha256: string, source: Source, remedy: string): Promise<void> {
  const actual = await sha256Of(bytes);
  if (actual === undefined) {
    throw mismatch(source, 'cannot be checked on this page', 'checksums need https or localhost', remedy);
  }
  const wanted = sha256.toLowerCase();
  if (actual === wanted) return;
  const expected = `${wanted.slice(0, 8)}… is the right one`;
  throw mismatch(source, `has checksum ${actual.slice(0, 8)}…`, expected, remedy);
}

function mismatch({ operation, name }: Source, what: string, expected: string, remedy: string): DataError {
  return new DataError({ code: 'checksum', operation, actual: `${name} ${what}`, expected, remedy });
}
