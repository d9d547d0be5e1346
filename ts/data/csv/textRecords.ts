import type { Bytes, Source } from '../../bytes.js';
import { decodeText } from '../../files/decodeText.js';
import { badQuotes, type RecordPosition } from './errors.js';

/** The fields of a record as texts, and the line that it begins in, counted from 1. */
export interface TextRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

export interface TextRecords {
  /** The records; blank lines are left out. */
  readonly records: readonly TextRecord[];
  /** Number of lines, blank ones and those inside quoted fields included. */
  readonly lines: number;
}

/** Parses whole records, with quoted fields or without; `position` is where `bytes` begin in the file. */
export async function textRecords(
  bytes: Bytes,
  delimiter: string,
  source: Source,
  position: Readonly<RecordPosition>,
): Promise<TextRecords> {
  const { default: papa } = await import('#vendor/papaparse.js');
  const text = decodeText(bytes, source, 'utf-8', position).replaceAll('\r\n', '\n');
  const { data, errors } = papa.parse(text, { delimiter, newline: '\n' });
  const faults = new Map(errors.map(({ row, code }) => [row, code]));
  const records: TextRecord[] = [];
  let line = position.line;
  data.forEach((fields, row) => {
    const fault = faults.get(row);
    if (fault !== undefined) throw badQuotes(source, line, fault === 'MissingQuotes');
    if (fields.length > 1 || fields[0] !== '') records.push({ fields, line });
    line += 1 + fields.reduce((breaks, field) => breaks + countLineBreaks(field), 0);
  });
  // After a line break at the end papaparse gives one more, empty record, which is no line of the file.
  return { records, lines: line - position.line - (text.endsWith('\n') ? 1 : 0) };
}

function countLineBreaks(field: string): number {
  let breaks = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
