import type { Bytes, Source } from '../bytes.js';
import { show } from '../checks.js';
import { ArgumentError, DataError } from '../errors.js';

/** Where bytes begin in their file, for messages. */
interface Origin {
  /** Line, counted from 1. */
  readonly line: number;
  /** Bytes before them. */
  readonly offset: number;
}

/**
 * Bytes as text, without a byte-order mark.
 *
 * @param origin where `bytes` begin in their file
 * @throws DataError `text-encoding`, with line and offset of the first byte that is not text in this encoding
 * @throws ArgumentError `encoding` for an unknown encoding
 */
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
      expected: 'it must be an encoding that TextDecoder knows',
      remedy: "pass 'utf-8', 'latin1' or 'utf-16le', for example",
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
  const index = firstInvalid(bytes, encoding);
  const line = bytes.subarray(0, index).reduce((lines, byte) => lines + Number(byte === 10), origin.line);
  const byte = bytes[index];
  const what =
    byte === undefined
      ? 'ends in the middle of a character'
      : `has the byte 0x${byte.toString(16).padStart(2, '0')} in line ${line} (at offset ${origin.offset + index})`;
  const details = {
    code: 'text-encoding',
    operation,
    actual: `${name} ${what}`,
    expected: `it must be ${encoding} text`,
    remedy: "save it as UTF-8, or pass its `encoding`, such as 'latin1'",
  };
  return new DataError(details, { cause });
}

/** Index of the byte at which decoding fails, by bisection; the length where the last character is incomplete. */
function firstInvalid(bytes: Bytes, encoding: string): number {
  // The first `valid` bytes begin a text, the first `invalid` ones do not.
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (isBeginning(bytes.subarray(0, middle), encoding)) valid = middle;
    else invalid = middle;
  }
  return valid;
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
