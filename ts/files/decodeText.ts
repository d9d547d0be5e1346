import type { Bytes, Source } from '../bytes.js';
import { show } from '../checks.js';
import { ArgumentError, DataError } from '../errors.js';

/** Where bytes begin in their file, for messages. */
interface Origin {
  /** Counted from 1. */
  readonly line: number;
  readonly offset: number;
}

/** Bytes as text; throws at the first that is none in this encoding. A byte-order mark is left out. */
export function decodeText(
  bytes: Bytes,
  source: Source,
  encoding = 'utf-8',
  origin: Origin = { line: 1, offset: 0 },
): string {
  const decoder = openDecoder(encoding, source);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw undecodable(bytes, source, { encoding: decoder.encoding, origin }, cause);
  }
}

function openDecoder(encoding: string, { operation }: Source): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    const details = {
      code: 'encoding',
      operation,
      actual: `encoding is ${show(encoding)}`,
      expected: 'it must be one that TextDecoder knows',
      remedy: "pass such as 'utf-8', 'latin1' or 'utf-16le'",
    };
    throw new ArgumentError(details, { cause });
  }
}

function undecodable(
  bytes: Bytes,
  { operation, name }: Source,
  { encoding, origin }: { readonly encoding: string; readonly origin: Origin },
  cause: unknown,
): DataError {
  const at = firstFault(bytes, encoding);
  const line = bytes.subarray(0, at).reduce((lines, byte) => lines + Number(byte === 10), origin.line);
  const byte = bytes[at];
  const what =
    byte === undefined
      ? 'ends in the middle of a character'
      : `has the byte 0x${byte.toString(16).padStart(2, '0')} in line ${line} (at offset ${origin.offset + at})`;
  const details = {
    code: 'text-encoding',
    operation,
    actual: `${name} ${what}`,
    expected: `it must be ${encoding} text`,
    remedy: "save it as UTF-8, or pass its `encoding`, such as 'latin1'",
  };
  return new DataError(details, { cause });
}

/** Offset of the byte at which decoding fails; the length where the last character is incomplete. */
function firstFault(bytes: Bytes, encoding: string): number {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether text may begin with these bytes. */
function isBeginning(bytes: Bytes, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
