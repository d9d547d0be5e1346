import type { Source } from '../../bytes.js';
import { openFile, type Pieces } from './csvFile.js';
import type { CsvSettings, CsvType } from './csvOptions.js';
import { readNumbers, type TextColumn } from './numberReader.js';
import { CsvTable } from './csvTable.js';
import { readTexts } from './columnBuilder.js';

/** A file that can be read from its beginning more than once. */
export interface Rereadable {
  open(): Pieces;
  /** In bytes. */
  readonly size: number;
}

/**
 * Reads a whole table. Types are inferred from the first records; where later ones belie them, it is read again with
 * those that it turned out to have.
 */
export async function readTable(data: Rereadable, settings: CsvSettings, source: Source): Promise<CsvTable> {
  let found: readonly CsvType[] | undefined;
  for (;;) {
    const opened = await openFile(data.open(), settings, source);
    const types = found ?? opened.layout.types;
    const isNumeric = !found && types.every((type) => type === 'number');
    const file = { ...opened, layout: { ...opened.layout, types } };
    const read = await (isNumeric
      ? readNumbers(file, data.size, settings, source)
      : readTexts(file, settings, source));
    if ('names' in read) return new CsvTable(read, source);
    found = 'widerTypes' in read ? read.widerTypes : widened(types, read);
  }
}

function widened(types: readonly CsvType[], { textColumn, isQuoted }: TextColumn): readonly CsvType[] {
  return isQuoted ? types : types.with(textColumn, 'string');
}
