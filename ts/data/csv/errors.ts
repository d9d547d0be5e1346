import type { Source } from '../../bytes.js';
import { show } from '../../checks.js';
import { DataError } from '../../errors.js';

/** Where something stands in a file, for messages. */
export interface RecordPosition {
  /** Line, counted from 1. */
  line: number;
  /** Bytes before it. */
  offset: number;
}

/** A field of a table, as messages name it. */
export interface FieldPosition {
  /** Line, counted from 1 as editors do. */
  readonly line: number;
  /** Name of the column. */
  readonly column: string;
}

/** A field that is not of its column's type. */
export function notOfType(
  { operation, name }: Source,
  { line, column }: FieldPosition,
  text: string,
  type: string,
): DataError {
  return new DataError({
    code: type === 'number' ? 'csv-not-a-number' : 'csv-not-a-boolean',
    operation,
    actual: `${name} has ${show(text)} in line ${line}, column ${column}`,
    expected: type === 'number' ? 'it must be a number' : 'it must be true or false',
    remedy:
      delimiterRemedy(text) ??
      "correct the file, add the text to `missingMarks`, or read the column as 'string'",
  });
}

/** A text with another delimiter in it is no number because the fields were not separated. */
function delimiterRemedy(text: string): string | undefined {
  const other = [';', '\t', '|', ','].find((delimiter) => text.includes(delimiter));
  return other === undefined ? undefined : `correct the file, or pass delimiter: ${show(other)}`;
}

/** A record with another number of fields than the table has columns. */
export function ragged(
  { operation, name }: Source,
  line: number,
  fields: number,
  columns: number,
): DataError {
  return new DataError({
    code: 'csv-ragged',
    operation,
    actual: `${name} has ${fields} ${fields === 1 ? 'field' : 'fields'} in line ${line}`,
    expected: `the table has ${columns} ${columns === 1 ? 'column' : 'columns'}`,
    remedy:
      'correct the line, put fields that contain the delimiter in quotation marks, or pass the `delimiter`',
  });
}

export function missingValue({ operation, name }: Source, { line, column }: FieldPosition): DataError {
  return new DataError({
    code: 'csv-missing',
    operation,
    actual: `${name} has no value in line ${line}, column ${column}`,
    expected: "with missing: 'error' every field must have a value",
    remedy: "add the value, or pass missing: 'nan', 'drop' or a number",
  });
}

/** A quoted field that has no end, or whose end is not followed by a delimiter or a line break. */
export function badQuotes({ operation, name }: Source, line: number, isOpen: boolean): DataError {
  return new DataError({
    code: 'csv-quotes',
    operation,
    actual: isOpen
      ? `${name} has a quotation mark in the record of line ${line} that is never closed`
      : `${name} has text after a closing quotation mark in the record of line ${line}`,
    expected: 'a quoted field ends with a quotation mark, and "" stands for one inside',
    remedy: 'correct the line',
  });
}

export function wrongDelimiter({ operation, name }: Source, delimiter: string, other: string): DataError {
  return new DataError({
    code: 'csv-delimiter',
    operation,
    actual: `${name} has no ${show(delimiter)} in its first lines`,
    expected: `the fields there are separated by ${show(other)}`,
    remedy: `pass delimiter: ${show(other)}, or pass \`types\` if the table has one column`,
  });
}

export function emptyTable({ operation, name }: Source): DataError {
  return new DataError({
    code: 'csv-empty',
    operation,
    actual: `${name} is empty`,
    expected: 'a table has at least one line',
    remedy: 'check the file',
  });
}

export function recordTooLong({ operation, name }: Source, line: number): DataError {
  return new DataError({
    code: 'csv-long-record',
    operation,
    actual: `${name} has a record of more than 16 MiB from line ${line} on`,
    expected: 'records end with a line break',
    remedy: 'look for a quotation mark that is never closed, and check that it is a text file',
  });
}
