import { stderr, stdout } from 'node:process';

import { learningCurve, type Picture, terminal } from '../plot/index.js';
import type { NumberTable } from './numberTable.js';
import { err, out } from './terminal/output.js';

/** Options of learning curves. */
export interface HistoryOptions {
  readonly title?: string;
  readonly width?: number;
  /** Names of the metrics that are drawn. */
  readonly figures?: readonly string[];
  readonly log?: boolean;
  readonly logLoss?: boolean;
}

/** The learning curve of one history or of several, by name. */
export function historyPicture(
  tables: Readonly<Record<string, NumberTable>>,
  { title, width, figures, ...options }: HistoryOptions,
): Picture {
  return learningCurve(historiesOf(tables), { title, width, figures, ...scalesOf(options) });
}

/** Learning curves in braille, for standard output or, where results go there, for standard error. */
export function historyText(
  tables: Readonly<Record<string, NumberTable>>,
  { figures, ...options }: HistoryOptions,
  stream: 'out' | 'err',
): string {
  const [colours, columns] = stream === 'out' ? [out, stdout.columns] : [err, stderr.columns];
  return terminal.learningCurve(historiesOf(tables), {
    figures,
    height: 8,
    width: Math.min(columns || 80, 100),
    colours: colours.isColorSupported,
    ...scalesOf(options),
  });
}

/** Histories as `fit` returns them; a single one without its name, so that it needs no legend. */
function historiesOf(tables: Readonly<Record<string, NumberTable>>) {
  const named = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, historyOf(table)]));
  const [only, ...others] = Object.values(named);
  return only && others.length === 0 ? only : named;
}

function historyOf(table: NumberTable) {
  const history = Object.fromEntries(
    [...table].filter(([name]) => name !== 'epoch').map(([name, values]) => [name, [...values]]),
  );
  return { epochs: [...(table.get('epoch') ?? [])], history: { loss: [], ...history } };
}

function scalesOf({ log, logLoss }: Pick<HistoryOptions, 'log' | 'logLoss'>) {
  return { ...(log && { xScale: 'log' as const }), ...(logLoss && { lossScale: 'log' as const }) };
}
