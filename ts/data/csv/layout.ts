import type { Bytes, Source } from '../../bytes.js';
import { oneOf } from '../../checks.js';
import { DataError } from '../../errors.js';
import { emptyTable, ragged, wrongDelimiter } from './errors.js';
import { commonType, isMissing, toNumber } from './fields.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import { endOfRecords } from './recordSplitter.js';
import { type TextRecord, textRecords } from './textRecords.js';

/** How a file is written, from its first records and the options. */
export interface Layout {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly types: readonly CsvType[];
  /** Columns whose type was asked for: another one is an error. */
  readonly isFixed: readonly boolean[];
  /** Where the records begin. */
  readonly offset: number;
  readonly line: number;
}

/** Records that are looked at. */
const sampled = 20;
const candidates = [',', ';', '\t', '|'];

/** Looks at the beginning of a file, which holds at least its first two records. */
export async function readLayout(head: Bytes, settings: CsvSettings, source: Source): Promise<Layout> {
  const begin = beginning(head, settings.skipLines, source);
  const { delimiter, records } = await chooseDelimiter(head.subarray(begin.offset), begin, settings, source);
  const [first, ...others] = records;
  if (!first) throw emptyTable(source);
  const { header = !first.fields.some((field) => toNumber(field) !== undefined) } = settings;
  const names = header === true ? first.fields : header === false ? first.fields.map(() => '') : header;
  const rows = header === true ? others : records;
  const wrong = rows.find(({ fields }) => fields.length !== names.length);
  if (wrong) throw ragged(source, wrong.line, wrong.fields.length, names.length);
  const unique = uniqueNames(names);
  const data = header === true ? afterRecord(head, begin, first, delimiter) : begin;
  return { delimiter, names: unique, ...chooseTypes(unique, rows, settings, source.operation), ...data };
}

/** After a byte-order mark and the lines that are to be skipped. */
function beginning(head: Bytes, skipLines: number, source: Source): { line: number; offset: number } {
  const [a, b, c] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw isUtf16(source, a === 0xff ? 'le' : 'be');
  let offset = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  for (let line = 0; line < skipLines; line++) {
    const end = head.indexOf(10, offset);
    if (end < 0) throw emptyTable(source);
    offset = end + 1;
  }
  return { line: 1 + skipLines, offset };
}

interface Sample {
  readonly delimiter: string;
  readonly records: readonly TextRecord[];
}

/** The first records by the delimiter asked for, or else by the one that parts them alike, into most fields. */
async function chooseDelimiter(
  bytes: Bytes,
  place: { line: number; offset: number },
  { delimiter, types }: CsvSettings,
  source: Source,
): Promise<Sample> {
  if (delimiter === undefined) return bestSample(candidates, bytes, source, place);
  const records = await sampleRecords(bytes, delimiter, source, place);
  if (records.length > 1 && types === undefined && rank({ delimiter, records }) === 0) {
    const other = await bestSample(candidates, bytes, source, place);
    if (rank(other) >= 2) throw wrongDelimiter(source, delimiter, other.delimiter);
  }
  return { delimiter, records };
}

async function bestSample(
  delimiters: readonly string[],
  bytes: Bytes,
  source: Source,
  place: { line: number; offset: number },
): Promise<Sample> {
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  for (const delimiter of delimiters) {
    try {
      samples.push({ delimiter, records: await sampleRecords(bytes, delimiter, source, place) });
    } catch (error) {
      // Quotation marks may make sense with another delimiter.
      failures.push(error);
    }
  }
  const [best] = samples.sort((a, b) => rank(b) - rank(a));
  if (best && (failures.length === 0 || rank(best) > 0)) return best;
  throw failures[0];
}

/** 0 where a delimiter does not part the records; higher where it parts them all alike than where most; by the fields. */
function rank({ records }: Sample): number {
  const fields = records[0]?.fields.length ?? 0;
  const alike = records.filter((record) => record.fields.length === fields).length / records.length;
  if (fields < 2 || alike < 0.5) return 0;
  return (alike === 1 ? 2 : 1) + fields / (fields + 1);
}

async function sampleRecords(
  bytes: Bytes,
  delimiter: string,
  source: Source,
  place: { line: number; offset: number },
): Promise<readonly TextRecord[]> {
  const end = endOfRecords(bytes, delimiter.charCodeAt(0), sampled) || bytes.length;
  return (await textRecords(bytes.subarray(0, end), delimiter, source, place)).records;
}

/** Where the record after this one begins; blank lines may stand before. */
function afterRecord(
  head: Bytes,
  { line, offset }: { line: number; offset: number },
  record: TextRecord,
  delimiter: string,
): { line: number; offset: number } {
  let start = offset;
  for (let blank = line; blank < record.line; blank++) start = head.indexOf(10, start) + 1;
  const length = endOfRecords(head.subarray(start), delimiter.charCodeAt(0), 1) || head.length - start;
  const breaks = head.subarray(start, start + length).reduce((sum, byte) => sum + Number(byte === 10), 0);
  return { line: record.line + breaks, offset: start + length };
}

/** As pandas, a second `a` becomes `a.1`; a column without name is called by its number, from 1. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const base = name.trim() || `column${index + 1}`;
    let unique = base;
    for (let copy = 1; taken.has(unique); copy++) unique = `${base}.${copy}`;
    taken.add(unique);
    return unique;
  });
}

function chooseTypes(
  names: readonly string[],
  rows: readonly TextRecord[],
  { types, missingMarks }: CsvSettings,
  operation: string,
): Pick<Layout, 'types' | 'isFixed'> {
  const isList = Array.isArray(types);
  if (typeof types === 'object' && !isList) {
    for (const name of Object.keys(types)) oneOf(name, names, 'column', operation);
  }
  const asked = (name: string, index: number): CsvType | undefined => {
    if (types === undefined || typeof types === 'string') return types;
    return isList ? (types as readonly CsvType[])[index] : (types as Readonly<Record<string, CsvType>>)[name];
  };
  const marks = new Set(missingMarks);
  const fieldsOf = (index: number) =>
    rows.map(({ fields }) => fields[index] ?? '').filter((field) => !isMissing(field, marks));
  return {
    types: names.map((name, index) => asked(name, index) ?? commonType(fieldsOf(index))),
    isFixed: names.map((name, index) => asked(name, index) !== undefined),
  };
}

function isUtf16({ operation, name }: Source, order: 'le' | 'be'): DataError {
  return new DataError({
    code: 'text-encoding',
    operation,
    actual: `${name} begins with the mark of UTF-16`,
    expected: 'it must be utf-8 text',
    remedy: `save it as UTF-8, or pass encoding: 'utf-16${order}'`,
  });
}
