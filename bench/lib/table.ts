import type { Spread } from './statistics.js';

/** A Markdown table whose columns also line up as plain text; all but the first are right-aligned. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

export function seconds(value: number): string {
  if (value >= 1) return `${value.toPrecision(3)} s`;
  if (value >= 1e-3) return `${(value * 1e3).toPrecision(3)} ms`;
  return `${(value * 1e6).toPrecision(3)} µs`;
}

export function secondsRange({ p25, p75 }: Spread): string {
  return `${seconds(p25)} – ${seconds(p75)}`;
}

export function ratio({ median, p25, p75 }: Spread): string {
  return `${median.toPrecision(3)}× (${p25.toPrecision(3)}–${p75.toPrecision(3)})`;
}

export function gflops(operations: number, time: number): string {
  return (operations / time / 1e9).toPrecision(3);
}
