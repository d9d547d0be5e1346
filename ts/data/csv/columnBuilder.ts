import type { Source } from '../../bytes.js';
import type { CsvFile } from './csvFile.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import type { CsvColumn, TableData } from './csvTable.js';
import { missingValue, notOfType, ragged } from './errors.js';
import { isMissing, toBoolean, toNumber, typeOf } from './fields.js';
import { GrowableArray } from './growableArray.js';
import type { CsvLayout } from './layout.js';
import type { RecordChunk } from './recordSplitter.js';
import { type TextRecord, textRecords } from './textRecords.js';

/** The types that the columns need, where a later field was not of the type inferred from the first records. */
export interface WiderTypes {
  readonly widerTypes: readonly CsvType[];
}

/** Reads a table with text or quoted fields, or returns the types that it needs to be read with. */
export async function readTexts(
  file: CsvFile,
  settings: CsvSettings,
  source: Source,
): Promise<TableData | WiderTypes> {
  const columns = new ColumnBuilder(file.layout, settings, source);
  for await (const chunk of file.chunks) await columns.addChunk(chunk, file);
  return columns.finish();
}

/** Builds the columns of a table record by record, from fields that are texts. */
export class ColumnBuilder {
  readonly #types: CsvType[];
  readonly #columns: (GrowableArray | string[])[];
  /** Whether a column had only missing values so far. */
  readonly #isEmpty: boolean[];
  /** Line of each row. */
  readonly #lines: number[] = [];
  readonly #marks: ReadonlySet<string>;
  /** Whether a field was not of its column's inferred type. The values are then dropped, only types are collected. */
  #isWider = false;

  constructor(
    private readonly layout: CsvLayout,
    private readonly settings: CsvSettings,
    private readonly source: Source,
  ) {
    this.#types = [...layout.types];
    this.#columns = layout.types.map((type) => (type === 'string' ? [] : new GrowableArray()));
    this.#isEmpty = layout.types.map(() => true);
    this.#marks = new Set(settings.missingMarks);
  }

  async addChunk({ bytes }: RecordChunk, { position }: CsvFile): Promise<void> {
    const { records, lines } = await textRecords(bytes, this.layout.delimiter, this.source, position);
    for (const record of records) this.#addRecord(record);
    position.line += lines;
    position.offset += bytes.length;
  }

  /** The columns so far, or the types that they need. */
  finish(): TableData | WiderTypes {
    if (this.#isWider) return { widerTypes: this.#types };
    const columns = this.#columns.map((column): CsvColumn =>
      Array.isArray(column) ? column : column.values(),
    );
    const { names } = this.layout;
    return { names, types: this.#types, rows: this.#lines.length, columns, lines: this.#lines };
  }

  #addRecord({ fields, line }: TextRecord): void {
    const { names } = this.layout;
    const { missing } = this.settings;
    if (fields.length !== names.length) throw ragged(this.source, line, fields.length, names.length);
    const gap = fields.findIndex((field) => isMissing(field, this.#marks));
    if (gap >= 0 && missing === 'error') throw missingValue(this.source, { line, column: names[gap] ?? '' });
    if (gap >= 0 && missing === 'drop') return;
    fields.forEach((field, index) => this.#addField(field, index, line));
    if (!this.#isWider) this.#lines.push(line);
  }

  #addField(field: string, index: number, line: number): void {
    const type = this.#types[index];
    const column = this.#columns[index];
    if (Array.isArray(column)) {
      if (!this.#isWider) column.push(field);
      return;
    }
    if (type === 'string') return;
    const value = isMissing(field, this.#marks) ? this.#missingValue : valueOf(field, type);
    if (value !== undefined) {
      if (!isMissing(field, this.#marks)) this.#isEmpty[index] = false;
      if (!this.#isWider) column?.push(value);
      return;
    }
    if (this.layout.isFixed[index]) {
      throw notOfType(this.source, { line, column: this.layout.names[index] ?? '' }, field, type ?? '');
    }
    this.#types[index] = this.#isEmpty[index] ? typeOf(field) : 'string';
    this.#isEmpty[index] = false;
    this.#isWider = true;
  }

  /** What a missing value becomes in a column of numbers or booleans. */
  get #missingValue(): number {
    return typeof this.settings.missing === 'number' ? this.settings.missing : NaN;
  }
}

function valueOf(field: string, type: CsvType | undefined): number | undefined {
  return type === 'boolean' ? toBoolean(field) : toNumber(field);
}
