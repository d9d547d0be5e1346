import type { Source } from '../../bytes.js';
import { missingValue, notOfType, ragged } from './errors.js';
import type { OpenFile } from './csvFile.js';
import { Growing } from './growableArray.js';
import type { CsvSettings } from './csvOptions.js';
import type { Block } from './recordSplitter.js';
import { openScanner, type ScanFormat } from './scanner.js';
import type { TableParts } from './csvTable.js';

/** A column, in a table of numbers, with a field that the scanner does not read. */
export interface TextColumn {
  readonly textColumn: number;
  /** In quotation marks it may be a number all the same. */
  readonly isQuoted: boolean;
}

/** Reads a table of numbers alone, or answers at which column it is not one. */
export async function readNumbers(
  file: OpenFile,
  size: number,
  settings: CsvSettings,
  source: Source,
): Promise<TableParts | TextColumn> {
  const { names, types } = file.layout;
  const rows = await openRows(file, settings, source);
  const values = new Growing();
  for await (const block of file.blocks) {
    const done = file.place.offset - file.layout.offset;
    const expected = done > 0 ? (values.length / done) * size * 1.02 + block.bytes.length : 0;
    const read = rows(block, values.room(block.bytes.length + 1, Math.ceil(expected)));
    if (typeof read !== 'number') return read;
    values.keep(read);
  }
  const matrix = settle(values.finish(), names.length, settings.missing);
  return { names, types, rows: matrix.length / names.length, matrix };
}

/** Reads blocks of numbers into an array; answers how many they were. */
export type RowReader = (block: Block, out: Float64Array) => number | TextColumn;

export async function openRows(
  { layout, place }: OpenFile,
  settings: CsvSettings,
  source: Source,
): Promise<RowReader> {
  const { delimiter, isFixed, names } = layout;
  const format: ScanFormat = { delimiter, columns: names.length, marks: settings.missingMarks.join('\n') };
  const scanner = await openScanner();
  return ({ bytes }, out) => {
    const scan = scanner(bytes, out, format);
    const { fault, place: where, missing } = scan;
    const nameOf = (column: number) => names[column] ?? `${column + 1}`;
    if (missing && settings.missing === 'error') {
      throw missingValue(source, { line: place.line + missing.line, column: nameOf(missing.column) });
    }
    if (fault === 'ragged') throw ragged(source, place.line + where.line, where.column, names.length);
    if (fault === 'text') {
      const isQuoted = isQuote(bytes[where.start]);
      if (!isFixed[where.column] || isQuoted) return { textColumn: where.column, isQuoted };
      const text = new TextDecoder().decode(bytes.subarray(where.start, where.end));
      throw notOfType(
        source,
        { line: place.line + where.line, column: nameOf(where.column) },
        text,
        'number',
      );
    }
    place.line += scan.lines;
    place.offset += bytes.length;
    return scan.values;
  };
}

function isQuote(byte: number | undefined): boolean {
  return byte === 34;
}

/** Fills, or leaves out, what is missing. */
export function settle(matrix: Float64Array, width: number, missing: CsvSettings['missing']): Float64Array {
  if (typeof missing === 'number') {
    for (let i = 0; i < matrix.length; i++) if (Number.isNaN(matrix[i])) matrix[i] = missing;
  }
  if (missing !== 'drop') return matrix;
  let kept = 0;
  for (let row = 0; row < matrix.length; row += width) {
    const values = matrix.subarray(row, row + width);
    if (values.some(Number.isNaN)) continue;
    matrix.set(values, kept);
    kept += width;
  }
  return matrix.subarray(0, kept);
}
