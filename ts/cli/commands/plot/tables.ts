import { basename } from 'node:path';

import { DataError } from '../../../errors.js';
import { learningCurve, phase, type Picture, solution } from '../../../plot/index.js';
import { type NumberTable, readNumbers } from '../../numberTable.js';
import { pairOf } from './pair.js';

export interface TableOptions {
  readonly title?: string;
  readonly width?: number;
  readonly figures?: readonly string[];
  readonly log?: boolean;
  readonly logLoss?: boolean;
  /** Two states against each other; true for the first two. */
  readonly phase?: string | true;
}

interface NamedTable {
  readonly name: string;
  readonly table: NumberTable;
}

/** Draws histories of training or solutions, as the tables are; several of a kind go into one picture. */
export async function drawTables(paths: readonly string[], options: TableOptions): Promise<Picture> {
  const { kind, tables } = await readTables(paths);
  return kind === 'history' ? drawHistories(tables, options) : drawSolutions(tables, options);
}

/** Histories by name, for the terminal. */
export async function readHistories(
  paths: readonly string[],
): Promise<Readonly<Record<string, NumberTable>>> {
  const { kind, tables } = await readTables(paths);
  if (kind === 'solution') throw notInTerminal();
  return Object.fromEntries(tables.map(({ name, table }) => [name, table]));
}

async function readTables(paths: readonly string[]): Promise<{ kind: Kind; tables: readonly NamedTable[] }> {
  const tables = await Promise.all(
    paths.map(async (path) => ({ name: nameOf(path), path, table: await readNumbers(path, 'plot') })),
  );
  const [kind = 'history', ...others] = new Set(tables.map(({ path, table }) => kindOf(path, table)));
  if (others.length > 0) throw mixed();
  return { kind, tables };
}

/** The learning curve of a table that `train` writes. */
export function historyPicture(table: NumberTable, options: TableOptions): Picture {
  const { title, width, figures } = options;
  return learningCurve(curvesOf(table), { title, width, figures, ...scales(options) });
}

function drawHistories(tables: readonly NamedTable[], options: TableOptions): Picture {
  const [first, ...others] = tables;
  if (first && others.length === 0) return historyPicture(first.table, options);
  const { title, width, figures } = options;
  const named = Object.fromEntries(tables.map(({ name, table }) => [name, curvesOf(table)]));
  return learningCurve(named, { title, width, figures, ...scales(options) });
}

function scales({ log, logLoss }: Pick<TableOptions, 'log' | 'logLoss'>) {
  return { ...(log && { xScale: 'log' as const }), ...(logLoss && { lossScale: 'log' as const }) };
}

/** A table as the history that `fit` answers. */
export function curvesOf(table: NumberTable) {
  const history = Object.fromEntries(
    [...table].filter(([name]) => name !== 'epoch').map(([name, values]) => [name, [...values]]),
  );
  return { epochs: [...(table.get('epoch') ?? [])], history: { loss: [], ...history } };
}

function drawSolutions(tables: readonly NamedTable[], { title, width, ...options }: TableOptions): Picture {
  const labels = [...(tables[0]?.table.keys() ?? [])].filter((name) => name !== 't');
  const all = Object.fromEntries(
    tables.map(({ name, table }) => [
      name,
      { t: table.get('t') ?? [], y: labels.map((label) => [...(table.get(label) ?? [])]) },
    ]),
  );
  const [only] = Object.values(all);
  const solutions = tables.length === 1 && only ? only : all;
  if (options.phase === undefined) return solution(solutions, { title, width, labels });
  return phase(solutions, { title, width, labels, components: pairOf(options.phase, labels, 'plot') });
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
    expected: 'a picture has one kind',
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
