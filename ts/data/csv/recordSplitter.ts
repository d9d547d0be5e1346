import { includesByte } from '#platform/bytes.js';
import type { Bytes } from '../../bytes.js';

const newline = 10;
const quote = 34;

/** Whole records that follow one another; valid until the next block is asked for. */
export interface Block {
  readonly bytes: Bytes;
  /** Whether there are quotation marks in it. */
  readonly isQuoted: boolean;
}

/** Cuts pieces of a file into blocks of whole records. A line break inside a quoted field ends none. */
export class RecordCutter {
  #rest: Bytes = new Uint8Array(0);

  constructor(private readonly delimiter: number) {}

  /** Bytes of the record that is not complete yet. */
  get pending(): number {
    return this.#rest.length;
  }

  /** The blocks that a further piece completes. */
  *add(piece: Bytes): Generator<Block> {
    if (isQuoted(piece) || isQuoted(this.#rest)) {
      const all = concatenate(this.#rest, piece);
      const end = endOfRecords(all, this.delimiter);
      this.#rest = all.slice(end);
      if (end > 0) yield { bytes: all.subarray(0, end), isQuoted: true };
      return;
    }
    const last = piece.lastIndexOf(newline) + 1;
    const first = this.#rest.length > 0 ? piece.indexOf(newline) + 1 : 0;
    // Only the record across the border is copied.
    if (first > 0) yield { bytes: concatenate(this.#rest, piece.subarray(0, first)), isQuoted: false };
    if (last > first) yield { bytes: piece.subarray(first, last), isQuoted: false };
    this.#rest = last > 0 ? piece.slice(last) : concatenate(this.#rest, piece);
  }

  /** What is left at the end of the file. */
  *end(): Generator<Block> {
    if (this.#rest.length > 0) yield { bytes: this.#rest, isQuoted: isQuoted(this.#rest) };
    this.#rest = new Uint8Array(0);
  }
}

function isQuoted(bytes: Bytes): boolean {
  return includesByte(bytes, quote);
}

/** Where the last whole record ends. A quotation mark counts at the beginning of a field alone. */
export function endOfRecords(bytes: Bytes, delimiter: number, most = Infinity): number {
  let end = 0;
  let records = 0;
  let isStart = true;
  let isInside = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote && (isInside || isStart)) {
      // A doubled mark closes and opens again, which comes to the same.
      isInside = !isInside;
      isStart = !isInside;
      continue;
    }
    if (isInside) continue;
    isStart = byte === delimiter || byte === newline;
    if (byte !== newline) continue;
    end = at + 1;
    if (++records === most) break;
  }
  return end;
}

/** Both, one behind the other. */
export function concatenate(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
