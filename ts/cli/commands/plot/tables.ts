import { basename } from 'node:path';

import { DataError } from '../../../errors.js';
import { phase, type Picture, solution } from '../../../plot/index.js';
import { type HistoryOptions, historyPicture } from '../../histories.js';
import { type NumberTable, readNumbers } from '../../numberTable.js';
import { statePair } from '../../optionValues.js';

export interface PlotTableOptions extends HistoryOptions {
  /** Two states of a solution against each other; true for the first two. */
  readonly phase?: string | true;
}

type Tables = Readonly<Record<string, NumberTable>>;

/** Draws histories of training or solutions, whichever the tables are; several of one kind share a picture. */
export async function drawTables(paths: readonly string[], options: PlotTableOptions): Promise<Picture> {
  const { kind, tables } = await readTables(paths);
  return kind === 'history' ? historyPicture(tables, options) : drawSolutions(tables, options);
}

/** Histories by name, for the terminal. */
export async function readHistories(paths: readonly string[]): Promise<Tables> {
  const { kind, tables } = await readTables(paths);
  if (kind === 'solution') throw notInTerminal();
  return tables;
}

async function readTables(paths: readonly string[]): Promise<{ kind: Kind; tables: Tables }> {
  const entries = await Promise.all(
    paths.map(async (path) => [path, await readNumbers(path, 'plot')] as const),
  );
  const [kind = 'history', ...others] = new Set(entries.map(([path, table]) => kindOf(path, table)));
  if (others.length > 0) throw mixed();
  return { kind, tables: Object.fromEntries(entries.map(([path, table]) => [nameOf(path), table])) };
}

function drawSolutions(tables: Tables, { title, width, ...options }: PlotTableOptions): Picture {
  const [first] = Object.values(tables);
  const labels = [...(first?.keys() ?? [])].filter((name) => name !== 't');
  const named = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      { t: table.get('t') ?? [], y: labels.map((label) => [...(table.get(label) ?? [])]) },
    ]),
  );
  const [only, ...others] = Object.values(named);
  const solutions = only && others.length === 0 ? only : named;
  if (options.phase === undefined) return solution(solutions, { title, width, labels });
  return phase(solutions, { title, width, labels, components: statePair(options.phase, labels, 'plot') });
}

type Kind = 'history' | 'solution';

function kindOf(path: string, table: NumberTable): Kind {
  const [first] = table.keys();
  if (first === 't') return 'solution';
  if (first === 'epoch') return 'history';
  throw new DataError({
    code: 'table-kind',
    operation: 'plot',
    actual: `the first column of ${path} is ${JSON.stringify(first)}`,
    expected: 'it must be epoch in a history of train, or t in a solution of ode',
    remedy: 'use ferrograd fit --plot for points and a curve',
  });
}

const nameOf = (path: string) => basename(path).replace(/(\.history)?\.csv$/, '');

function mixed(): DataError {
  return new DataError({
    code: 'table-kinds',
    operation: 'plot',
    actual: 'some tables are histories and some are solutions',
    expected: 'all tables of one picture must be of one kind',
    remedy: 'draw them one by one',
  });
}

function notInTerminal(): DataError {
  return new DataError({
    code: 'not-a-history',
    operation: 'plot',
    actual: 'the table is a solution',
    expected: 'only histories are drawn in the terminal',
    remedy: 'write a picture, with --out solution.svg',
  });
}
