import type { Bytes } from '../../bytes.js';
import { openReaders, passInput, type ReadersExports } from '../readers/wasmReaders.js';
import { NEWLINE } from './recordSplitter.js';

/** A field in the scanned bytes: line and column counted from 0, its bytes from `start` to before `end`. */
export interface ScannedField {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** What a scan found besides the values that it wrote. */
export interface Scan {
  /** Number of values written. */
  readonly values: number;
  /** Number of lines, blank ones included. */
  readonly lines: number;
  /** Why the scan stopped before the end: a field that is no number, or a record with another number of fields. */
  readonly fault: 'text' | 'ragged' | undefined;
  /** The field of the fault; where a record is ragged, its column is the number of fields. */
  readonly faultAt: ScannedField;
  /** The first missing value. */
  readonly missing: ScannedField | undefined;
}

export interface ScanFormat {
  readonly delimiter: string;
  readonly columns: number;
  /** Texts of missing values, one a line. */
  readonly marks: string;
}

/**
 * Reads lines of numbers into `out`, row by row, missing values as NaN. `out` needs room for one value more than there
 * are bytes.
 */
export type Scanner = (bytes: Bytes, out: Float64Array, format: ScanFormat) => Scan;

/** Bytes that the WebAssembly module scans in one call: few enough to stay in the processor's cache. */
const chunkSize = 2 ** 18;

/** Numbers in the result of a scan, see `readScan`. */
const scanLength = 13;

/** The addon's scanner in Node, otherwise the one in WebAssembly. */
export async function openScanner(): Promise<Scanner> {
  const { nativeScan } = await import('#platform/readers.js');
  const scan = await nativeScan();
  if (!scan) return openWasmScanner();
  return (bytes, out, { marks, delimiter, columns }) =>
    readScan(scan(bytes, out, marks, delimiter.charCodeAt(0), columns));
}

async function openWasmScanner(): Promise<Scanner> {
  const readers = await openReaders();
  return (bytes, out, format) => readers.use((exports) => scanInChunks(exports, bytes, out, format));
}

function scanInChunks(exports: ReadersExports, bytes: Bytes, out: Float64Array, format: ScanFormat): Scan {
  const marks = new TextEncoder().encode(format.marks);
  let scan: Scan | undefined;
  for (let from = 0; from < bytes.length;) {
    const to = endOfLine(bytes, from + chunkSize);
    passInput(exports, marks, bytes.subarray(from, to));
    exports.scan_numbers(marks.length, format.delimiter.charCodeAt(0), format.columns);
    const next = readScan(new Float64Array(exports.memory.buffer, exports.facts(), scanLength));
    const values = new Float64Array(exports.memory.buffer, exports.values(), next.values);
    out.set(values, scan?.values ?? 0);
    scan = scan ? joinScans(scan, next, from) : next;
    if (scan.fault) return scan;
    from = to;
  }
  return scan ?? readScan(new Float64Array(scanLength));
}

/** The offset after the first line break at or behind `from`; the end where there is none. */
function endOfLine(bytes: Bytes, from: number): number {
  const end = from < bytes.length ? bytes.indexOf(NEWLINE, from) : -1;
  return end < 0 ? bytes.length : end + 1;
}

/** Reads the 13 numbers that `Scan::encode` in crates/readers writes. */
function readScan(numbers: Float64Array): Scan {
  const [values = 0, , lines = 0, fault = 0] = numbers;
  return {
    values,
    lines,
    fault: fault === 0 ? undefined : fault === 1 ? 'text' : 'ragged',
    faultAt: readField(numbers.subarray(4, 8)),
    missing: numbers[8] === 1 ? readField(numbers.subarray(9, 13)) : undefined,
  };
}

function readField([line = 0, column = 0, start = 0, end = 0]: Float64Array): ScannedField {
  return { line, column, start, end };
}

/** One scan of two that follow one another; `offset` is where the bytes of the second begin. */
function joinScans(first: Scan, second: Scan, offset: number): Scan {
  const shifted = (field: ScannedField): ScannedField => ({
    line: first.lines + field.line,
    column: field.column,
    start: offset + field.start,
    end: offset + field.end,
  });
  return {
    values: first.values + second.values,
    lines: first.lines + second.lines,
    fault: second.fault,
    faultAt: shifted(second.faultAt),
    missing: first.missing ?? (second.missing && shifted(second.missing)),
  };
}
