import type { CsvOptions } from '../../../data/index.js';
import { pickColumns, readTable } from '../../data/table.js';
import type { FitPoints } from './fit.js';

export interface PointOptions {
  /** Name of the column of x; the first one by default. */
  readonly x?: string | undefined;
  /** Name of the column of y; the second one by default. */
  readonly y?: string | undefined;
  readonly missing?: CsvOptions['missing'];
}

/** Reads two columns of a table, with their names. */
export async function readPoints(
  path: string,
  options: PointOptions,
): Promise<{ names: readonly [string, string]; points: FitPoints }> {
  const command = 'fit';
  const table = await readTable(path, { command, missing: options.missing });
  const { x = table.names[0] ?? '', y = table.names.find((name) => name !== x) ?? '' } = options;
  const [first, second] = await pickColumns(table, [x, y], path, command);
  return { names: [x, y], points: { x: first ?? new Float64Array(), y: second ?? new Float64Array() } };
}
