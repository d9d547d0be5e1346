import type { Bytes } from '../../bytes.js';
import { openReaders, passInput, type ReadersExports } from '../readers/wasmReaders.js';

/** A field, its line and column counted from 0 in what was scanned. */
export interface ScanPlace {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

export interface Scan {
  /** Values written. */
  readonly values: number;
  /** Lines gone through, blank ones among them. */
  readonly lines: number;
  /** Why the rest was not read. */
  readonly fault: 'text' | 'ragged' | undefined;
  /** Of the fault; for ragged ones its column is the number of fields. */
  readonly place: ScanPlace;
  /** The first missing value. */
  readonly missing: ScanPlace | undefined;
}

export interface ScanFormat {
  readonly delimiter: string;
  readonly columns: number;
  /** One a line. */
  readonly marks: string;
}

/** Reads lines of numbers into `out`, row by row; it must have room for one value a byte and one more. */
export type Scanner = (bytes: Bytes, out: Float64Array, format: ScanFormat) => Scan;

/** Bytes that the module reads at once: what stays in the cache. */
const portion = 2 ** 18;

/** The addon's scanner in Node, otherwise the one in WebAssembly. */
export async function openScanner(): Promise<Scanner> {
  const { nativeScan } = await import('#platform/readers.js');
  const scan = await nativeScan();
  if (!scan) return openWasmScanner();
  return (bytes, out, { marks, delimiter, columns }) =>
    readScan(scan(bytes, out, marks, delimiter.charCodeAt(0), columns));
}

export async function openWasmScanner(): Promise<Scanner> {
  const readers = await openReaders();
  return (bytes, out, format) => readers.use((exports) => scanPortions(exports, bytes, out, format));
}

function scanPortions(exports: ReadersExports, bytes: Bytes, out: Float64Array, format: ScanFormat): Scan {
  const marks = new TextEncoder().encode(format.marks);
  let scan: Scan | undefined;
  for (let from = 0; from < bytes.length;) {
    const to = endOfLine(bytes, from + portion);
    passInput(exports, marks, bytes.subarray(from, to));
    exports.scan_numbers(marks.length, format.delimiter.charCodeAt(0), format.columns);
    const one = readScan(new Float64Array(exports.memory.buffer, exports.facts(), 13));
    const values = new Float64Array(exports.memory.buffer, exports.values(), one.values);
    out.set(values, scan?.values ?? 0);
    scan = scan ? join(scan, one, from) : one;
    if (scan.fault) return scan;
    from = to;
  }
  return scan ?? readScan(new Float64Array(13));
}

function endOfLine(bytes: Bytes, from: number): number {
  const end = from < bytes.length ? bytes.indexOf(10, from) : -1;
  return end < 0 ? bytes.length : end + 1;
}

/** As `Scan::encode` in crates/readers writes it. */
function readScan(facts: Float64Array): Scan {
  const [values = 0, , lines = 0, fault = 0] = facts;
  return {
    values,
    lines,
    fault: fault === 0 ? undefined : fault === 1 ? 'text' : 'ragged',
    place: readPlace(facts.subarray(4, 8)),
    missing: facts[8] === 1 ? readPlace(facts.subarray(9, 13)) : undefined,
  };
}

function readPlace([line = 0, column = 0, start = 0, end = 0]: Float64Array): ScanPlace {
  return { line, column, start, end };
}

/** Of two scans that follow one another, the second from an offset on. */
function join(first: Scan, second: Scan, offset: number): Scan {
  const moved = (place: ScanPlace): ScanPlace => ({
    line: first.lines + place.line,
    column: place.column,
    start: offset + place.start,
    end: offset + place.end,
  });
  return {
    values: first.values + second.values,
    lines: first.lines + second.lines,
    fault: second.fault,
    place: moved(second.place),
    missing: first.missing ?? (second.missing && moved(second.missing)),
  };
}
