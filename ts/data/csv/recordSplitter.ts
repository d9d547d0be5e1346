import { includesByte } from '#platform/readers.js';
import { type Bytes, concatBytes } from '../../bytes.js';

export const NEWLINE = 10;
export const QUOTE = 34;

/** Whole records that follow one another; valid until the next chunk is asked for. */
export interface RecordChunk {
  readonly bytes: Bytes;
  /** Whether there are quotation marks in it. */
  readonly isQuoted: boolean;
}

/** Splits the chunks of a file at the ends of records. A line break inside a quoted field ends no record. */
export class RecordSplitter {
  /** The beginning of a record whose end has not come yet. */
  #pending: Bytes = new Uint8Array(0);

  constructor(private readonly delimiter: number) {}

  /** Bytes of the record that is not complete yet. */
  get pendingLength(): number {
    return this.#pending.length;
  }

  /** The records that a further chunk of the file completes. */
  *push(chunk: Bytes): Generator<RecordChunk> {
    if (isQuoted(chunk) || isQuoted(this.#pending)) {
      const all = concatBytes([this.#pending, chunk]);
      const end = endOfRecords(all, this.delimiter);
      this.#pending = all.slice(end);
      if (end > 0) yield { bytes: all.subarray(0, end), isQuoted: true };
      return;
    }
    // Without quotation marks every line break ends a record. Only the record across the border of two chunks is copied.
    const last = chunk.lastIndexOf(NEWLINE) + 1;
    const first = this.#pending.length > 0 ? chunk.indexOf(NEWLINE) + 1 : 0;
    if (first > 0) yield { bytes: concatBytes([this.#pending, chunk.subarray(0, first)]), isQuoted: false };
    if (last > first) yield { bytes: chunk.subarray(first, last), isQuoted: false };
    this.#pending = last > 0 ? chunk.slice(last) : concatBytes([this.#pending, chunk]);
  }

  /** The last record, where the file does not end with a line break. */
  *flush(): Generator<RecordChunk> {
    if (this.#pending.length > 0) yield { bytes: this.#pending, isQuoted: isQuoted(this.#pending) };
    this.#pending = new Uint8Array(0);
  }
}

function isQuoted(bytes: Bytes): boolean {
  return includesByte(bytes, QUOTE);
}

/**
 * The offset after the last whole record, or after the first `most` records; 0 where no record is whole. A quotation mark
 * opens a quoted field only at the beginning of a field, as in `5" pipe` it is text.
 */
export function endOfRecords(bytes: Bytes, delimiter: number, most = Infinity): number {
  let end = 0;
  let records = 0;
  let isFieldStart = true;
  let isInsideQuotes = false;
  for (let offset = 0; offset < bytes.length; offset++) {
    const byte = bytes[offset];
    if (byte === QUOTE && (isInsideQuotes || isFieldStart)) {
      // A doubled mark closes the field and opens it again at once, which leaves the state as it was.
      isInsideQuotes = !isInsideQuotes;
      isFieldStart = !isInsideQuotes;
      continue;
    }
    if (isInsideQuotes) continue;
    isFieldStart = byte === delimiter || byte === NEWLINE;
    if (byte !== NEWLINE) continue;
    end = offset + 1;
    if (++records === most) break;
  }
  return end;
}
