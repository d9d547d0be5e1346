import { stderr, stdout } from 'node:process';

import { terminal } from '../../plot/index.js';
import type { NumberTable } from '../number-table.js';
import { err, out } from '../terminal/colours.js';
import { curvesOf, type TableOptions } from './tables.js';

/** The learning curve in braille, for standard output or, beside results there, for standard error. */
export function historyText(
  table: NumberTable,
  { figures, log, logLoss }: TableOptions,
  stream: 'out' | 'err',
): string {
  const [colours, columns] = stream === 'out' ? [out, stdout.columns] : [err, stderr.columns];
  return terminal.learningCurve(curvesOf(table), {
    figures,
    height: 8,
    width: Math.min(columns || 80, 100),
    colours: colours.isColorSupported,
    ...(log && { xScale: 'log' as const }),
    ...(logLoss && { lossScale: 'log' as const }),
  });
}
