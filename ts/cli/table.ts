/** Columns of equal length as CSV with a header. */
export function csv(columns: Readonly<Record<string, ArrayLike<number | string>>>): string {
  const names = Object.keys(columns);
  const values = Object.values(columns);
  const lines = [names.map(quoted).join(',')];
  const count = values[0]?.length ?? 0;
  for (let row = 0; row < count; row++) lines.push(values.map((column) => cell(column[row])).join(','));
  return `${lines.join('\n')}\n`;
}

function cell(value: number | string | undefined): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** RFC 4180: in quotes where it must be, and quotes doubled. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
