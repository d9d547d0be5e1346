import { type Bytes, concatBytes, type Source } from '../../bytes.js';
import type { CsvSettings } from './csvOptions.js';
import { type RecordPosition, recordTooLong } from './errors.js';
import { type CsvLayout, readLayout } from './layout.js';
import { NEWLINE, type RecordChunk, RecordSplitter } from './recordSplitter.js';

/** The content of a file in chunks of any length; each is valid until the next one is asked for. */
export type ByteChunks = AsyncIterable<Bytes>;

/** A file whose layout is known. */
export interface CsvFile {
  readonly layout: CsvLayout;
  /** Where the next chunk of records begins; the reader of a chunk moves it past that chunk. */
  readonly position: RecordPosition;
  readonly chunks: AsyncGenerator<RecordChunk>;
}

/** Smallest sample for the layout, in bytes, where the file is that long. */
const sampleSize = 65_536;

/** The longest record accepted, in bytes; a quotation mark that is never closed would else take up the whole file. */
const maxRecordLength = 2 ** 24;

/** Reads the beginning of a file and its layout; the rest is read as its chunks are asked for. */
export async function openCsvFile(
  chunks: ByteChunks,
  settings: CsvSettings,
  source: Source,
): Promise<CsvFile> {
  const iterator: AsyncIterator<Bytes, unknown> = chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator, settings.skipLines + 2);
    const layout = await readLayout(head.sample, settings, source);
    const position = { line: layout.line, offset: layout.offset };
    const splitter = new RecordSplitter(layout.delimiter.charCodeAt(0));
    const checkLength = () => {
      if (splitter.pendingLength > maxRecordLength) throw recordTooLong(source, position.line);
    };
    const records = splitRecords(head.bytes.subarray(layout.offset), iterator, splitter, checkLength);
    return { layout, position, chunks: records };
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
}

/** The beginning of a file. */
interface Head {
  readonly bytes: Bytes;
  /** The same bytes; where they are the whole file, with a line break after the last record. */
  readonly sample: Bytes;
}

/** Reads until the sample is long enough and has at least `lines` lines, or to the end of the file. */
async function readHead(chunks: AsyncIterator<Bytes, unknown>, lines: number): Promise<Head> {
  const isEnough = (bytes: Bytes) => bytes.length >= sampleSize && countLines(bytes, lines) >= lines;
  let bytes: Bytes = new Uint8Array(0);
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) {
      return {
        bytes,
        sample: bytes.at(-1) === NEWLINE ? bytes : concatBytes([bytes, Uint8Array.of(NEWLINE)]),
      };
    }
    const all = bytes.length > 0 ? concatBytes([bytes, value]) : value;
    if (isEnough(all) || all.length > maxRecordLength) return { bytes: all, sample: all };
    // Asking for another chunk makes this one invalid, so it is copied.
    bytes = bytes.length > 0 ? all : value.slice();
  }
}

/** Line breaks in `bytes`, counted up to `most`. */
function countLines(bytes: Bytes, most: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && lines < most; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

async function* splitRecords(
  head: Bytes,
  rest: AsyncIterator<Bytes, unknown>,
  splitter: RecordSplitter,
  checkLength: () => void,
): AsyncGenerator<RecordChunk> {
  try {
    yield* splitter.push(head);
    for (;;) {
      const { done, value } = await rest.next();
      if (done) break;
      yield* splitter.push(value);
      checkLength();
    }
    yield* splitter.flush();
  } finally {
    await rest.return?.();
  }
}
