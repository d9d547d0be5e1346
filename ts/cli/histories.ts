import { stderr, stdout } from 'node:process';

import { terminal } from '../plot/index.js';
import type { NumberTable } from './numberTable.js';
import { err, out } from './terminal/colours.js';
import { curvesOf, type TableOptions } from './commands/plot/tables.js';

/** Learning curves in braille, for standard output or, beside results there, for standard error. */
export function historyText(
  tables: Readonly<Record<string, NumberTable>>,
  { figures, log, logLoss }: TableOptions,
  stream: 'out' | 'err',
): string {
  const [colours, columns] = stream === 'out' ? [out, stdout.columns] : [err, stderr.columns];
  const named = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, curvesOf(table)]));
  const [only, ...others] = Object.values(named);
  return terminal.learningCurve(only && others.length === 0 ? only : named, {
    figures,
    height: 8,
    width: Math.min(columns || 80, 100),
    colours: colours.isColorSupported,
    ...(log && { xScale: 'log' as const }),
    ...(logLoss && { lossScale: 'log' as const }),
  });
}
