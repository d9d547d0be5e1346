import type { Bytes, Source } from '../../bytes.js';
import { decodeText } from '../../files/decodeText.js';
import { badQuotes } from './errors.js';

/** A record as text, and the number of its line, counted from 1. */
export interface TextRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

export interface TextRecords {
  /** Blank lines are left out. */
  readonly records: readonly TextRecord[];
  /** Lines gone through. */
  readonly lines: number;
}

/** Where a block stands in its file. */
export interface BlockPlace {
  readonly line: number;
  readonly offset: number;
}

/** Takes whole records apart, quoted fields among them. */
export async function textRecords(
  bytes: Bytes,
  delimiter: string,
  source: Source,
  place: BlockPlace,
): Promise<TextRecords> {
  const { default: papa } = await import('#vendor/papaparse.js');
  const text = decodeText(bytes, source, 'utf-8', place).replaceAll('\r\n', '\n');
  const { data, errors } = papa.parse(text, { delimiter, newline: '\n' });
  const faults = new Map(errors.map(({ row, code }) => [row, code]));
  const records: TextRecord[] = [];
  let line = place.line;
  data.forEach((fields, row) => {
    const fault = faults.get(row);
    if (fault !== undefined) throw badQuotes(source, line, fault === 'MissingQuotes');
    if (fields.length > 1 || fields[0] !== '') records.push({ fields, line });
    line += 1 + fields.reduce((breaks, field) => breaks + countBreaks(field), 0);
  });
  // What follows the last line break is no line.
  return { records, lines: line - place.line - (text.endsWith('\n') ? 1 : 0) };
}

function countBreaks(field: string): number {
  let breaks = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
