import type { Bytes, Source } from '../../bytes.js';
import { oneOf } from '../../checks.js';
import { DataError } from '../../errors.js';
import { emptyTable, type RecordPosition, ragged, wrongDelimiter } from './errors.js';
import { commonType, isMissing, toNumber } from './fields.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import { endOfRecords, NEWLINE } from './recordSplitter.js';
import { type TextRecord, textRecords } from './textRecords.js';

/** Delimiter, columns and beginning of a table, from the options and the first records of the file. */
export interface CsvLayout extends Readonly<RecordPosition> {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly types: readonly CsvType[];
  /** Whether the type of a column was passed: a field of another type is then an error. */
  readonly isFixed: readonly boolean[];
}

/** Number of records that delimiter and types are inferred from. */
const sampleRecords = 20;
const delimiters = [',', ';', '\t', '|'];

/** Infers the layout from the beginning of a file, which has to hold its first two records. */
export async function readLayout(head: Bytes, settings: CsvSettings, source: Source): Promise<CsvLayout> {
  const start = startOfTable(head, settings.skipLines, source);
  const { delimiter, records } = await chooseDelimiter(head.subarray(start.offset), start, settings, source);
  const [first, ...others] = records;
  if (!first) throw emptyTable(source);
  const { header = !first.fields.some((field) => toNumber(field) !== undefined) } = settings;
  const names = header === true ? first.fields : header === false ? first.fields.map(() => '') : header;
  const rows = header === true ? others : records;
  const wrong = rows.find(({ fields }) => fields.length !== names.length);
  if (wrong) throw ragged(source, wrong.line, wrong.fields.length, names.length);
  const unique = uniqueNames(names);
  const data = header === true ? endOfRecord(head, start, first, delimiter) : start;
  return { delimiter, names: unique, ...chooseTypes(unique, rows, settings, source.operation), ...data };
}

/** Where the table begins: after a byte-order mark and the lines to skip. */
function startOfTable(head: Bytes, skipLines: number, source: Source): RecordPosition {
  const [a, b, c] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw isUtf16(source, a === 0xff ? 'le' : 'be');
  let offset = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  for (let line = 0; line < skipLines; line++) {
    const end = head.indexOf(NEWLINE, offset);
    if (end < 0) throw emptyTable(source);
    offset = end + 1;
  }
  return { line: 1 + skipLines, offset };
}

interface Sample {
  readonly delimiter: string;
  readonly records: readonly TextRecord[];
}

/**
 * The first records, split by the delimiter that was passed, or else by the one with the best score.
 *
 * @throws DataError where the delimiter that was passed is in no record and another one splits all of them alike
 */
async function chooseDelimiter(
  bytes: Bytes,
  start: RecordPosition,
  { delimiter, types }: CsvSettings,
  source: Source,
): Promise<Sample> {
  if (delimiter === undefined) return bestSample(bytes, source, start);
  const sample = await readSample(bytes, delimiter, source, start);
  if (sample.records.length > 1 && types === undefined && score(sample) === 0) {
    const other = await bestSample(bytes, source, start);
    if (score(other) >= 2) throw wrongDelimiter(source, delimiter, other.delimiter);
  }
  return sample;
}

async function bestSample(bytes: Bytes, source: Source, start: RecordPosition): Promise<Sample> {
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  for (const delimiter of delimiters) {
    try {
      samples.push(await readSample(bytes, delimiter, source, start));
    } catch (error) {
      // Quotation marks that are wrong with this delimiter may be right with another one.
      failures.push(error);
    }
  }
  const [best] = samples.sort((a, b) => score(b) - score(a));
  if (best && (failures.length === 0 || score(best) > 0)) return best;
  throw failures[0];
}

/**
 * How well a delimiter splits the records: 0 where it is not in them, or fewer than half of them have as many fields as the
 * first; otherwise 2 where all have equally many fields and 1 where most have, plus a fraction that grows with the fields.
 */
function score({ records }: Sample): number {
  const fields = records[0]?.fields.length ?? 0;
  const alike = records.filter((record) => record.fields.length === fields).length / records.length;
  if (fields < 2 || alike < 0.5) return 0;
  return (alike === 1 ? 2 : 1) + fields / (fields + 1);
}

async function readSample(
  bytes: Bytes,
  delimiter: string,
  source: Source,
  start: RecordPosition,
): Promise<Sample> {
  const end = endOfRecords(bytes, delimiter.charCodeAt(0), sampleRecords) || bytes.length;
  const { records } = await textRecords(bytes.subarray(0, end), delimiter, source, start);
  return { delimiter, records };
}

/** Where a record ends; blank lines may be between `start` and the record. */
function endOfRecord(
  head: Bytes,
  { line, offset }: RecordPosition,
  record: TextRecord,
  delimiter: string,
): RecordPosition {
  let start = offset;
  for (let blank = line; blank < record.line; blank++) start = head.indexOf(NEWLINE, start) + 1;
  const length = endOfRecords(head.subarray(start), delimiter.charCodeAt(0), 1) || head.length - start;
  const lines = head.subarray(start, start + length).reduce((sum, byte) => sum + Number(byte === NEWLINE), 0);
  return { line: record.line + lines, offset: start + length };
}

/** As in pandas, a second `a` becomes `a.1`; a column without name is called `column1`, by its number from 1. */
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
): Pick<CsvLayout, 'types' | 'isFixed'> {
  const isList = Array.isArray(types);
  if (typeof types === 'object' && !isList) {
    for (const name of Object.keys(types)) oneOf(name, names, 'column', operation);
  }
  const passed = (name: string, index: number): CsvType | undefined => {
    if (types === undefined || typeof types === 'string') return types;
    return isList ? (types as readonly CsvType[])[index] : (types as Readonly<Record<string, CsvType>>)[name];
  };
  const marks = new Set(missingMarks);
  const fieldsOf = (index: number) =>
    rows.map(({ fields }) => fields[index] ?? '').filter((field) => !isMissing(field, marks));
  return {
    types: names.map((name, index) => passed(name, index) ?? commonType(fieldsOf(index))),
    isFixed: names.map((name, index) => passed(name, index) !== undefined),
  };
}

function isUtf16({ operation, name }: Source, order: 'le' | 'be'): DataError {
  return new DataError({
    code: 'text-encoding',
    operation,
    actual: `${name} begins with the byte-order mark of UTF-16`,
    expected: 'it must be utf-8 text',
    remedy: `save it as UTF-8, or pass encoding: 'utf-16${order}'`,
  });
}
