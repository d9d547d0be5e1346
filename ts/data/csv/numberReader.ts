import type { Source } from '../../bytes.js';
import type { CsvFile } from './csvFile.js';
import type { CsvSettings } from './csvOptions.js';
import type { TableData } from './csvTable.js';
import { missingValue, notOfType, ragged } from './errors.js';
import { GrowableArray } from './growableArray.js';
import { QUOTE, type RecordChunk } from './recordSplitter.js';
import { openScanner, type ScanFormat } from './scanner.js';

/** A column, in a table of numbers, with a field that the scanner cannot read as a number. */
export interface TextColumn {
  readonly textColumn: number;
  /** Whether the field is in quotation marks: then it may be a number all the same. */
  readonly isQuoted: boolean;
}

/** Reads a table of numbers alone, or returns the first column that has something else. */
export async function readNumbers(
  file: CsvFile,
  size: number,
  settings: CsvSettings,
  source: Source,
): Promise<TableData | TextColumn> {
  const { names, types } = file.layout;
  const read = await openNumberReader(file, settings, source);
  const values = new GrowableArray();
  for await (const chunk of file.chunks) {
    const bytesRead = file.position.offset - file.layout.offset;
    // The values so far, extrapolated to the whole file; 2 % more in case that later numbers are shorter.
    const expected = bytesRead > 0 ? (values.length / bytesRead) * size * 1.02 + chunk.bytes.length : 0;
    const count = read(chunk, values.reserve(chunk.bytes.length + 1, Math.ceil(expected)));
    if (typeof count !== 'number') return count;
    values.advance(count);
  }
  const matrix = replaceMissing(values.values(), names.length, settings.missing);
  return { names, types, rows: matrix.length / names.length, matrix };
}

/** Reads a chunk of numbers into an array; returns how many there were, or the column that has something else. */
export type NumberReader = (chunk: RecordChunk, out: Float64Array) => number | TextColumn;

export async function openNumberReader(
  { layout, position }: CsvFile,
  settings: CsvSettings,
  source: Source,
): Promise<NumberReader> {
  const { delimiter, isFixed, names } = layout;
  const format: ScanFormat = { delimiter, columns: names.length, marks: settings.missingMarks.join('\n') };
  const scan = await openScanner();
  return ({ bytes }, out) => {
    const { values, lines, fault, faultAt, missing } = scan(bytes, out, format);
    const nameOf = (column: number) => names[column] ?? `${column + 1}`;
    if (missing && settings.missing === 'error') {
      throw missingValue(source, { line: position.line + missing.line, column: nameOf(missing.column) });
    }
    const line = position.line + faultAt.line;
    if (fault === 'ragged') throw ragged(source, line, faultAt.column, names.length);
    if (fault === 'text') {
      const isQuoted = bytes[faultAt.start] === QUOTE;
      if (!isFixed[faultAt.column] || isQuoted) return { textColumn: faultAt.column, isQuoted };
      const text = new TextDecoder().decode(bytes.subarray(faultAt.start, faultAt.end));
      throw notOfType(source, { line, column: nameOf(faultAt.column) }, text, 'number');
    }
    position.line += lines;
    position.offset += bytes.length;
    return values;
  };
}

/** Replaces missing values, which the scanner reads as NaN, by a number, or drops their rows; in place. */
export function replaceMissing(
  matrix: Float64Array,
  columns: number,
  missing: CsvSettings['missing'],
): Float64Array {
  if (typeof missing === 'number') {
    for (let i = 0; i < matrix.length; i++) if (Number.isNaN(matrix[i])) matrix[i] = missing;
  }
  if (missing !== 'drop') return matrix;
  let kept = 0;
  for (let start = 0; start < matrix.length; start += columns) {
    const row = matrix.subarray(start, start + columns);
    if (row.some(Number.isNaN)) continue;
    matrix.set(row, kept);
    kept += columns;
  }
  return matrix.subarray(0, kept);
}
