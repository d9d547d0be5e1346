import type { NdArray } from '../../array.js';
import { oneOf, show } from '../../checks.js';
import { type CsvOptions, type CsvTable, loadCsv } from '../../data/index.js';
import { DataError } from '../../errors.js';
import { nearest } from '../../suggest.js';
import type { Columns, DataSet, Task } from './dataset.js';
import { withCommandErrors } from './commandErrors.js';

export interface TableDataOptions {
  /** The command that reads it, for messages. */
  readonly command: string;
  /** Name of the target column; the last one by default. */
  readonly target?: string | undefined;
  /** Names of the input columns; all others by default. */
  readonly features?: readonly string[] | undefined;
  /** `classes` or `values`, for a target of numbers; by default few different whole numbers are classes. */
  readonly task?: string | undefined;
  /** Names of the classes, where a model has them. */
  readonly classes?: readonly string[] | undefined;
  readonly missing?: CsvOptions['missing'];
}

/**
 * Loads a data set from a table. Texts in the target column are classes, and so are few different whole numbers.
 *
 * @throws DataError for a damaged table, a missing column, or a cell that is no number, with line and column
 */
export async function tableDataSet(path: string, options: TableDataOptions): Promise<DataSet> {
  const { command, classes } = options;
  const table = await readTable(path, options);
  const columns = columnsOf(table, path, options);
  return withCommandErrors(command, () => {
    const { x, y, classNames } = table.xy({
      ...columns,
      ...(classes && isText(table, columns) && { classes }),
    });
    const target = classNames ? { y, task: classTask(classNames) } : numericTarget(options, y, columns);
    return { name: path, train: { x, y: target.y }, task: target.task, columns };
  });
}

/** Loads the inputs alone, from the columns that a model has, or from all. */
export async function tableInputs(path: string, options: TableDataOptions): Promise<NdArray> {
  const table = await readTable(path, options);
  const { features = table.names, command } = options;
  for (const name of features) checkColumn(name, table, path, command);
  return withCommandErrors(command, () => table.toArray({ columns: features }));
}

/** The numbers of some columns. */
export async function pickColumns(
  table: CsvTable,
  names: readonly string[],
  path: string,
  command: string,
): Promise<readonly Float64Array[]> {
  for (const name of names) checkColumn(name, table, path, command);
  return withCommandErrors(command, () => names.map((name) => table.toArray({ columns: [name] }).data));
}

/** Loads a table; missing values are errors unless the options say otherwise. */
export async function readTable(path: string, { command, missing }: TableDataOptions): Promise<CsvTable> {
  const isTsv = /\.tsv$/i.test(path);
  return withCommandErrors(command, () =>
    loadCsv(path, { missing: missing ?? 'error', ...(isTsv && { delimiter: '\t' }) }),
  );
}

function columnsOf(table: CsvTable, path: string, { target, features, command }: TableDataOptions): Columns {
  const chosen = target ?? table.names.at(-1) ?? '';
  const others = features ?? table.names.filter((name) => name !== chosen);
  if (others.length === 0) throw tooFewColumns(path, table, command);
  for (const name of [chosen, ...others]) checkColumn(name, table, path, command);
  return { target: chosen, features: others };
}

function isText(table: CsvTable, { target }: Columns): boolean {
  return table.types[table.names.indexOf(target)] === 'string';
}

/** Whole numbers are classes where at most so many of them differ, … */
const MOST_CLASSES = 20;
/** … and each occurs at least so many times on average. */
const SAMPLES_PER_CLASS = 5;

/** A target of numbers as labels or as values, as the options or the numbers say. */
function numericTarget(
  { task, classes, command }: TableDataOptions,
  y: NdArray,
  { target }: Columns,
): { y: NdArray; task: Task } {
  const requested = task === undefined ? undefined : oneOf(task, ['classes', 'values'], 'task', command);
  const different = [...new Set(y.data)].sort((a, b) => a - b);
  const areFew = different.length <= MOST_CLASSES && different.length * SAMPLES_PER_CLASS <= y.data.length;
  const areClasses = different.length > 1 && areFew && different.every(Number.isInteger);
  if ((requested ?? ((classes ?? areClasses) ? 'classes' : 'values')) === 'values') {
    return { y: { data: y.data, shape: [y.data.length, 1] }, task: { kind: 'values', names: [target] } };
  }
  const names = classes ?? different.map(String);
  const labels = Int32Array.from(y.data, (value) => names.indexOf(String(value)));
  if (labels.includes(-1)) throw unknownClass(target, y.data[labels.indexOf(-1)] ?? NaN, names, command);
  return { y: { data: labels, shape: y.shape }, task: classTask(names) };
}

const classTask = (names: readonly string[]): Task => ({ kind: 'classes', names });

function checkColumn(name: string, { names }: CsvTable, path: string, operation: string): void {
  if (names.includes(name)) return;
  const meant = nearest(name, names);
  throw new DataError({
    code: 'missing-column',
    operation,
    actual: `${path} has no column ${show(name)}`,
    expected: `its columns are ${names.join(', ')}`,
    remedy: meant === undefined ? 'name one of these' : `did you mean ${show(meant)}?`,
  });
}

function tooFewColumns(path: string, { names }: CsvTable, operation: string): DataError {
  return new DataError({
    code: 'few-columns',
    operation,
    actual: `${path} has the columns ${names.join(', ')}`,
    expected: 'a target and at least one other are needed',
    remedy: 'check the file and its delimiter',
  });
}

function unknownClass(target: string, value: number, names: readonly string[], operation: string): DataError {
  return new DataError({
    code: 'class-name',
    operation,
    actual: `column ${target} has ${value}`,
    expected: `the classes are ${names.join(', ')}`,
    remedy: 'correct the table, or choose another one',
  });
}
