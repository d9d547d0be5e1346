import type { Source } from '../../bytes.js';
import { missingValue, notOfType, ragged } from './errors.js';
import { isMissing, toBoolean, toNumber, typeOf } from './fields.js';
import type { OpenFile } from './csvFile.js';
import { Growing } from './growableArray.js';
import type { Layout } from './layout.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import type { Block } from './recordSplitter.js';
import type { CsvColumn, TableParts } from './csvTable.js';
import { type TextRecord, textRecords } from './textRecords.js';

/** The types that columns turned out to have after they were read as others. */
export interface WiderTypes {
  readonly widerTypes: readonly CsvType[];
}

/** Reads a table with text or quoted fields, or answers which types it has. */
export async function readTexts(
  file: OpenFile,
  settings: CsvSettings,
  source: Source,
): Promise<TableParts | WiderTypes> {
  const rows = new TextRows(file.layout, settings, source);
  for await (const block of file.blocks) await rows.add(block, file);
  return rows.finish();
}

/** Columns that grow record by record. */
export class TextRows {
  readonly #types: CsvType[];
  readonly #columns: (Growing | string[])[];
  /** Whether a column had only missing values so far. */
  readonly #isEmpty: boolean[];
  readonly #lines: number[] = [];
  readonly #marks: ReadonlySet<string>;
  #isWider = false;

  constructor(
    private readonly layout: Layout,
    private readonly settings: CsvSettings,
    private readonly source: Source,
  ) {
    this.#types = [...layout.types];
    this.#columns = layout.types.map((type) => (type === 'string' ? [] : new Growing()));
    this.#isEmpty = layout.types.map(() => true);
    this.#marks = new Set(settings.missingMarks);
  }

  async add({ bytes }: Block, { place }: OpenFile): Promise<void> {
    const { records, lines } = await textRecords(bytes, this.layout.delimiter, this.source, place);
    for (const record of records) this.#addRecord(record);
    place.line += lines;
    place.offset += bytes.length;
  }

  /** The columns so far. */
  finish(): TableParts | WiderTypes {
    if (this.#isWider) return { widerTypes: this.#types };
    const columns = this.#columns.map((column): CsvColumn =>
      Array.isArray(column) ? column : column.finish(),
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
    const value = isMissing(field, this.#marks) ? this.#filler : valueOf(field, type);
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

  get #filler(): number {
    return typeof this.settings.missing === 'number' ? this.settings.missing : NaN;
  }
}

function valueOf(field: string, type: CsvType | undefined): number | undefined {
  return type === 'boolean' ? toBoolean(field) : toNumber(field);
}
