import { type DType, type NDArray } from '#vendor/numpy-ts.js';

import type { Source } from '../../bytes.js';
import { checkOptions, integer, show } from '../../checks.js';
import { ArgumentError, DataError, DTypeError } from '../../errors.js';
import { asarray } from '../arrays.js';
import { readNumber } from './number.js';

export interface TextOptions {
  /** Text between values; any white space by default. */
  readonly delimiter?: string | undefined;
  /** Text, or texts, that begin a comment, which lasts to the end of the line; `#` by default, null for none. */
  readonly comments?: string | readonly string[] | null | undefined;
  /** Number of lines to skip at the beginning, such as a header; 0 by default. */
  readonly skiprows?: number | undefined;
  /** Columns to read, counted from 0, or from the end where negative; all by default. */
  readonly usecols?: number | readonly number[] | undefined;
  /** Most rows to read; all by default. */
  readonly max_rows?: number | undefined;
  /** Element type of the result; float64 by default. */
  readonly dtype?: DType | undefined;
  /** Whether the result is transposed, so that destructuring gives columns; false by default. */
  readonly unpack?: boolean | undefined;
}

export interface MissingOptions extends TextOptions {
  /** Texts that mark a missing value, besides an empty cell. */
  readonly missing_values?: string | readonly string[] | undefined;
  /** Value in place of a missing one; NaN by default. */
  readonly filling_values?: number | undefined;
}

export const textOptions = [
  'delimiter',
  'comments',
  'skiprows',
  'usecols',
  'max_rows',
  'dtype',
  'unpack',
] as const;

interface Rules {
  readonly source: Source;
  readonly delimiter: string | undefined;
  readonly comments: readonly string[];
  /** Columns to read; undefined: all. */
  readonly usecols: readonly number[] | undefined;
  readonly isInteger: boolean;
  /** The value for the text of a cell that marks a missing value; undefined for any other text. */
  readonly missing?: (text: string) => number | undefined;
}

/**
 * Reads the numbers of a text as a matrix; a single row or column becomes a vector.
 *
 *     for each line behind the skipped ones: cut off the comment, find the cells, read those of the chosen columns
 *
 * Cells are pairs of positions in the text, so that no string is made for a number.
 */
export function parseRows(
  written: string,
  options: MissingOptions,
  source: Source,
  allowsMissing: boolean,
): NDArray {
  const { operation } = source;
  checkOptions(
    options,
    [...textOptions, ...(allowsMissing ? ['missing_values', 'filling_values'] : [])],
    operation,
  );
  const skip = integer(options.skiprows ?? 0, 'skiprows', operation, 0);
  const most =
    options.max_rows === undefined ? Infinity : integer(options.max_rows, 'max_rows', operation, 0);
  const dtype = options.dtype ?? 'float64';
  const text = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
  const rules = readRules(text, options, dtype, source, allowsMissing);

  let values = new Float64Array(1024);
  let size = 0;
  let columns: number | undefined;
  let line = 0;
  let rows = 0;
  for (let start = 0; start < text.length && rows < most;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    line++;
    if (line > skip) {
      const cells = cellsOf(text, start, contentEnd(text, start, end, rules.comments), rules.delimiter);
      if (cells.length > 0) {
        columns ??= cells.length / 2;
        if (cells.length !== 2 * columns) throw ragged(line, cells.length / 2, columns, source);
        const usecols = rules.usecols ?? range(columns);
        if (size + usecols.length > values.length) values = grown(values, usecols.length);
        for (const index of usecols) values[size++] = readCell(text, cells, index, columns, line, rules);
        rows++;
      }
    }
    start = end + 1;
  }
  const width = rows === 0 ? 1 : size / rows;
  const shape = [rows, width].filter((sizeOfAxis, axis) => sizeOfAxis !== 1 || (axis === 0 && rows === 0));
  const array = asarray({ data: values.slice(0, size), shape }, dtype);
  return options.unpack === true ? array.T : array;
}

function readRules(
  text: string,
  options: MissingOptions,
  dtype: DType,
  source: Source,
  allowsMissing: boolean,
): Rules {
  const { operation } = source;
  const { delimiter } = options;
  if (dtype.startsWith('complex')) throw noText(dtype, operation);
  if (delimiter !== undefined && (typeof delimiter !== 'string' || /^$|[\r\n]/.test(delimiter))) {
    throw badOption(`delimiter is ${show(delimiter)}`, "it must be a text such as ','", operation);
  }
  const usecols = options.usecols === undefined ? undefined : [options.usecols].flat();
  for (const column of usecols ?? []) integer(column, 'usecols', operation, -Infinity);
  const { comments } = options;
  const marks = (comments === undefined ? ['#'] : comments === null ? [] : [comments].flat()).filter(
    (mark) => mark !== '' && text.includes(mark),
  );
  const rules = { source, delimiter, comments: marks, usecols, isInteger: dtype.includes('int') };
  if (!allowsMissing) return rules;
  const texts = ['', ...[options.missing_values ?? []].flat()];
  const filling = options.filling_values ?? NaN;
  return { ...rules, missing: (cell) => (texts.includes(cell) ? filling : undefined) };
}

function contentEnd(text: string, start: number, end: number, comments: readonly string[]): number {
  let last = end;
  for (const mark of comments) {
    const found = text.slice(start, last).indexOf(mark);
    if (found >= 0) last = start + found;
  }
  return last;
}

/** Begin and end of each cell, one after the other, without white space around it; empty for a blank line. */
function cellsOf(text: string, start: number, end: number, delimiter: string | undefined): number[] {
  const cells: number[] = [];
  let [from, to] = trimmed(text, start, end);
  if (from === to) return cells;
  if (delimiter !== undefined) {
    const isSpace = delimiter.trim() === '';
    if (!isSpace) [from, to] = [start, end];
    for (;;) {
      const found = text.indexOf(delimiter, from);
      if (found < 0 || found >= to) {
        push(cells, trimmed(text, from, to));
        return cells;
      }
      push(cells, trimmed(text, from, found));
      from = found + delimiter.length;
    }
  }
  while (from < to) {
    const first = from;
    while (from < to && !isBlank(text.charCodeAt(from))) from++;
    cells.push(first, from);
    while (from < to && isBlank(text.charCodeAt(from))) from++;
  }
  return cells;
}

function push(cells: number[], [from, to]: readonly [number, number]): void {
  cells.push(from, to);
}

function trimmed(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return [from, to];
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0c || code === 0x0b || code === 0xa0 || code === 0xfeff;
}

function readCell(
  text: string,
  cells: readonly number[],
  index: number,
  columns: number,
  line: number,
  { source, delimiter, isInteger, missing }: Rules,
): number {
  const column = index < 0 ? index + columns : index;
  if (column < 0 || column >= columns) throw noColumn(index, line, columns, source);
  const [from = 0, to = 0] = [cells[2 * column], cells[2 * column + 1]];
  const value = readNumber(text, from, to) ?? missing?.(text.slice(from, to));
  if (value === undefined) throw notANumber(text.slice(from, to), line, column, delimiter, source);
  if (isInteger && !Number.isInteger(value)) throw notAnInteger(text.slice(from, to), line, column, source);
  return value;
}

function grown(values: Float64Array, more: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length + more);
  larger.set(values);
  return larger;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function ragged(line: number, count: number, columns: number, { operation, name }: Source): DataError {
  return new DataError({
    code: 'text-ragged',
    operation,
    actual: `line ${line} of ${name} has ${count} ${count === 1 ? 'column' : 'columns'}`,
    expected: `the lines before have ${columns}`,
    remedy: 'correct that line, or skip lines by skiprows or comments',
  });
}

function notANumber(
  cell: string,
  line: number,
  column: number,
  delimiter: string | undefined,
  { operation, name }: Source,
): DataError {
  const other = [',', ';', '\t'].find((mark) => mark !== delimiter && cell.includes(mark));
  const header =
    line === 1 ? 'skip a header by skiprows: 1' : 'correct it, or use genfromtxt for missing values';
  return new DataError({
    code: 'text-number',
    operation,
    actual: `line ${line}, column ${column + 1} of ${name} is ${show(cell)}`,
    expected: 'it must be a number',
    remedy: other === undefined ? header : `pass delimiter: ${show(other)}`,
  });
}

function notAnInteger(cell: string, line: number, column: number, { operation, name }: Source): DataError {
  return new DataError({
    code: 'text-integer',
    operation,
    actual: `line ${line}, column ${column + 1} of ${name} is ${show(cell)}`,
    expected: 'it must be a whole number for this dtype',
    remedy: "read it as 'float64'",
  });
}

function noColumn(index: number, line: number, columns: number, { operation, name }: Source): DataError {
  return new DataError({
    code: 'text-column',
    operation,
    actual: `line ${line} of ${name} has ${columns} ${columns === 1 ? 'column' : 'columns'}`,
    expected: `usecols names column ${index}`,
    remedy: 'check the delimiter, and that columns are counted from 0',
  });
}

function noText(dtype: string, operation: string): DTypeError {
  return new DTypeError({
    code: 'element-type',
    operation,
    actual: `dtype is '${dtype}'`,
    expected: 'only real numbers can be read from text',
    remedy: 'read real and imaginary parts as two columns',
  });
}

function badOption(actual: string, expected: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'delimiter',
    operation,
    actual,
    expected,
    remedy: 'leave delimiter out for white space',
  });
}
