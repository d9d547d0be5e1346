import { csvField } from '../files/internal.js';

/** Columns of equal length as CSV with a header. */
export function csv(columns: Readonly<Record<string, ArrayLike<number | string>>>): string {
  const names = Object.keys(columns);
  const values = Object.values(columns);
  const lines = [names.map((name) => csvField(name)).join(',')];
  const count = values[0]?.length ?? 0;
  for (let row = 0; row < count; row++) lines.push(values.map((column) => cell(column[row])).join(','));
  return `${lines.join('\n')}\n`;
}

function cell(value: number | string | undefined): string {
  return typeof value === 'string' ? csvField(value) : String(value);
}
