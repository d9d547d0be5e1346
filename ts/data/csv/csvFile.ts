import type { Bytes, Source } from '../../bytes.js';
import { endless } from './errors.js';
import { type Layout, readLayout } from './layout.js';
import type { CsvSettings } from './csvOptions.js';
import { type Block, concatenate, RecordCutter } from './recordSplitter.js';

/** Pieces of a file, one after the other; each is valid until the next one is asked for. */
export type Pieces = AsyncIterable<Bytes>;

/** Bytes that are looked at before a file is taken apart, at least. */
const enough = 65_536;

/** The longest record accepted. */
const longest = 2 ** 24;

/** A file whose layout is known. */
export interface OpenFile {
  readonly layout: Layout;
  /** Of the block that comes next; whoever reads a block moves it on. */
  readonly place: { line: number; offset: number };
  readonly blocks: AsyncGenerator<Block>;
}

/** Reads the beginning of a file; the rest as it is asked for. */
export async function openFile(pieces: Pieces, settings: CsvSettings, source: Source): Promise<OpenFile> {
  const iterator: AsyncIterator<Bytes, unknown> = pieces[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator, settings.skipLines + 2);
    const layout = await readLayout(head.sample, settings, source);
    const place = { line: layout.line, offset: layout.offset };
    const cutter = new RecordCutter(layout.delimiter.charCodeAt(0));
    const check = () => {
      if (cutter.pending > longest) throw endless(source, place.line);
    };
    return { layout, place, blocks: cut(head.bytes.subarray(layout.offset), iterator, cutter, check) };
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
}

/** The beginning of a file; the sample's last record has an end in any case where it is the whole. */
interface Head {
  readonly bytes: Bytes;
  readonly sample: Bytes;
}

/** At least so many lines, where the file has them. */
async function readHead(pieces: AsyncIterator<Bytes, unknown>, lines: number): Promise<Head> {
  const isEnough = (bytes: Bytes) => bytes.length >= enough && countLines(bytes, lines) >= lines;
  let bytes: Bytes = new Uint8Array(0);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return { bytes, sample: bytes.at(-1) === 10 ? bytes : concatenate(bytes, Uint8Array.of(10)) };
    // A piece is copied where another one has to follow it.
    const all = bytes.length > 0 ? concatenate(bytes, value) : value;
    if (isEnough(all) || all.length > longest) return { bytes: all, sample: all };
    bytes = bytes.length > 0 ? all : value.slice();
  }
}

function countLines(bytes: Bytes, most: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0 && lines < most; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

async function* cut(
  head: Bytes,
  pieces: AsyncIterator<Bytes, unknown>,
  cutter: RecordCutter,
  check: () => void,
): AsyncGenerator<Block> {
  try {
    yield* cutter.add(head);
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) break;
      yield* cutter.add(value);
      check();
    }
    yield* cutter.end();
  } finally {
    await pieces.return?.();
  }
}
