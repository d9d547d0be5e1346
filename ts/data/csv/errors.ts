import type { Source } from '../../bytes.js';
import { show } from '../../checks.js';
import { DataError } from '../../errors.js';

/** Where a field stands, lines counted from 1 as editors do. */
export interface FieldPlace {
  readonly line: number;
  /** The column as a message should name it. */
  readonly column: string;
}

/** A field that is no number, or no boolean. */
export function notOfType(
  { operation, name }: Source,
  { line, column }: FieldPlace,
  text: string,
  type: string,
): DataError {
  return new DataError({
    code: type === 'number' ? 'csv-not-a-number' : 'csv-not-a-boolean',
    operation,
    actual: `${name} has ${show(text)} in line ${line}, column ${column}`,
    expected: type === 'number' ? 'a number was wanted' : 'true or false was wanted',
    remedy: hint(text) ?? "correct the file, list the mark in `missingMarks`, or read the column as 'string'",
  });
}

/** Text with another delimiter in it betrays why it is no number. */
function hint(text: string): string | undefined {
  const other = [';', '\t', '|', ','].find((one) => text.split(one).length > 1);
  return other === undefined ? undefined : `correct the file, or pass delimiter: ${show(other)}`;
}

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

export function missingValue({ operation, name }: Source, { line, column }: FieldPlace): DataError {
  return new DataError({
    code: 'csv-missing',
    operation,
    actual: `${name} has no value in line ${line}, column ${column}`,
    expected: "missing is 'error'",
    remedy: "add the value, or pass missing: 'nan', 'drop' or a number",
  });
}

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
    actual: `${name} has no ${show(delimiter)} in its first lines, from line 1 on`,
    expected: `${show(other)} parts each of them`,
    remedy: `pass delimiter: ${show(other)}, or name the types where the table has one column`,
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

export function endless({ operation, name }: Source, line: number): DataError {
  return new DataError({
    code: 'csv-long-record',
    operation,
    actual: `${name} has a record of more than 16 MiB from line ${line} on`,
    expected: 'records end with a line break',
    remedy: 'look for a quotation mark that is never closed, and check that it is a text file',
  });
}
