import { readFile } from '#platform/files.js';

import { DataError } from '../errors.js';

/** Columns of numbers by name. */
export type NumberTable = ReadonlyMap<string, Float64Array>;

/**
 * Reads a table of numbers as `train` and `ode` write it: a header, then rows; an empty cell is NaN.
 *
 * @throws DataError for a file that is missing or no such table, with line and column
 */
export async function readNumbers(path: string, command: string): Promise<NumberTable> {
  const text = new TextDecoder().decode(await readFile(path, command));
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const columns = names.map(() => new Float64Array(lines.length));
  lines.forEach((line, row) => {
    const cells = line.split(',');
    if (cells.length !== names.length)
      throw invalidTable(
        path,
        command,
        `line ${row + 2} has ${cells.length} cells`,
        `the header has ${names.length}`,
      );
    cells.forEach((cell, index) => {
      const value = cell.trim() === '' ? NaN : Number(cell);
      const column = columns[index];
      if (Number.isNaN(value) && cell.trim() !== 'NaN')
        throw invalidTable(
          path,
          command,
          `line ${row + 2}, column ${names[index] ?? ''} is ${JSON.stringify(cell)}`,
          'it must be a number',
        );
      if (column) column[row] = value;
    });
  });
  if (lines.length === 0) throw invalidTable(path, command, `${path} has no rows`, 'at least one is needed');
  return new Map(names.map((name, index) => [name, columns[index] ?? new Float64Array()]));
}

function invalidTable(path: string, operation: string, actual: string, expected: string): DataError {
  const where = actual.startsWith(path) ? actual : `${path}: ${actual}`;
  return new DataError({ code: 'table', operation, actual: where, expected, remedy: 'correct the file' });
}
