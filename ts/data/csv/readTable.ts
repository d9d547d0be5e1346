import type { Source } from '../../bytes.js';
import { readTexts } from './columnBuilder.js';
import { type ByteChunks, openCsvFile } from './csvFile.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import { CsvTable } from './csvTable.js';
import { readNumbers, type TextColumn } from './numberReader.js';

/** A file that can be read from its beginning more than once. */
export interface RereadableFile {
  open(): ByteChunks;
  /** Size in bytes. */
  readonly size: number;
}

/**
 * Reads a whole table. Types are inferred from the first records; where a later field is not of its column's type, the
 * file is read again with wider types, until every field fits.
 */
export async function readTable(
  file: RereadableFile,
  settings: CsvSettings,
  source: Source,
): Promise<CsvTable> {
  let widerTypes: readonly CsvType[] | undefined;
  for (;;) {
    const opened = await openCsvFile(file.open(), settings, source);
    const types = widerTypes ?? opened.layout.types;
    const isNumeric = !widerTypes && types.every((type) => type === 'number');
    const csv = { ...opened, layout: { ...opened.layout, types } };
    const read = await (isNumeric
      ? readNumbers(csv, file.size, settings, source)
      : readTexts(csv, settings, source));
    if ('names' in read) return new CsvTable(read, source);
    widerTypes = 'widerTypes' in read ? read.widerTypes : withText(types, read);
  }
}

/** The types after a reader of numbers met a text: a quoted field may still be a number, so its column stays one. */
function withText(types: readonly CsvType[], { textColumn, isQuoted }: TextColumn): readonly CsvType[] {
  return isQuoted ? types : types.with(textColumn, 'string');
}
