import type { NdArray } from '../../array.js';
import type { Source } from '../../bytes.js';
import { checkOptions, oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { notOfType } from './errors.js';
import { toNumber } from './fields.js';
import type { CsvType } from './csvOptions.js';

/** Values of a column: numbers (booleans as 1 and 0) or texts. */
export type CsvColumn = Float64Array | readonly string[];

/** Arrays that a table can be read into, by element type. */
export interface CsvArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

export interface ToArrayOptions<D extends keyof CsvArrays = 'float64'> {
  /** Names of the columns, in the order of the result; all columns by default. */
  readonly columns?: readonly string[] | undefined;
  /** Element type of the array; `'float64'` by default. */
  readonly dtype?: D | undefined;
}

export interface XyOptions<D extends keyof CsvArrays = 'float64'> {
  /** Name of the column, or columns, to predict. */
  readonly target: string | readonly string[];
  /** Names of the columns to predict from; all others by default. */
  readonly features?: readonly string[] | undefined;
  /** Names of the classes in their order, where the target is text; in alphabetical order by default. */
  readonly classes?: readonly string[] | undefined;
  /** Element type of `x`, and of `y` where the target is not text; `'float64'` by default. */
  readonly dtype?: D | undefined;
}

/** Samples and targets from a table. */
export interface TableXy<D extends keyof CsvArrays = 'float64'> {
  /** Samples, shape [rows, features]. */
  readonly x: NdArray<CsvArrays[D]>;
  /** Targets, shape [rows], or [rows, targets] for a list of targets; class indices where the target is text. */
  readonly y: NdArray<CsvArrays[D] | Int32Array>;
  readonly featureNames: readonly string[];
  /** Names of the classes by index, where the target is text. */
  readonly classNames: readonly string[] | undefined;
}

/** The content of a table: one matrix where all columns are numbers, otherwise its columns. */
export interface TableData {
  readonly names: readonly string[];
  readonly types: readonly CsvType[];
  readonly rows: number;
  /** Row-major, shape [rows, columns]. */
  readonly matrix?: Float64Array | undefined;
  readonly columns?: readonly CsvColumn[] | undefined;
  /** Line of each row in the file, counted from 1, where it is known. */
  readonly lines?: readonly number[] | undefined;
}

/** A table that was read from a file. It is immutable. */
export class CsvTable {
  /** Names of the columns, in order. */
  readonly names: readonly string[];
  readonly types: readonly CsvType[];
  /** Number of records. */
  readonly rows: number;
  /** The columns by name: `Float64Array` for numbers and booleans, an array of texts otherwise. */
  readonly columns: Readonly<Record<string, CsvColumn>>;
  readonly #data: TableData;
  readonly #source: Source;

  /** Called by `readCsv`, `loadCsv` and `fetchCsv`. */
  constructor(data: TableData, source: Source) {
    this.names = data.names;
    this.types = data.types;
    this.rows = data.rows;
    this.#data = data;
    this.#source = source;
    this.columns = lazyColumns(data.names, (index) => this.#column(index));
  }

  /**
   * All columns, or some, as one array.
   *
   * @returns `{ data, shape: [rows, columns] }`; a view on the table's own numbers where nothing has to be converted
   * @throws DataError for a column of text, with line and column of the first field that is no number
   * @throws ArgumentError for an unknown name
   * @example const { data, shape } = table.toArray({ columns: ['x', 'y'], dtype: 'float32' })
   */
  toArray<D extends keyof CsvArrays = 'float64'>(options: ToArrayOptions<D> = {}): NdArray<CsvArrays[D]> {
    checkOptions(options, ['columns', 'dtype'], 'toArray');
    const indices = this.#indices(options.columns ?? this.names, 'toArray');
    return this.#array(indices, readDtype(options.dtype, 'toArray'), 'toArray') as NdArray<CsvArrays[D]>;
  }

  /**
   * Samples and targets for `fit`: a target that is text becomes class indices.
   *
   * @throws DataError for a feature that is text; ArgumentError for unknown names or classes
   * @example
   * const { x, y, classNames } = table.xy({ target: 'species', dtype: 'float32' });
   * await net.fit(x, y, { epochs: 100 });
   */
  xy<D extends keyof CsvArrays = 'float64'>(options: XyOptions<D>): TableXy<D> {
    checkOptions(options, ['target', 'features', 'classes', 'dtype'], 'xy');
    const dtype = readDtype(options.dtype, 'xy');
    const { target, classes } = options;
    const targets = this.#indices(Array.isArray(target) ? (target as string[]) : [target as string], 'xy');
    const names = options.features ?? this.names.filter((_, index) => !targets.includes(index));
    const x = this.#array(this.#indices(names, 'xy'), dtype, 'xy');
    const [first = 0] = targets;
    const text = targets.length === 1 && this.types[first] === 'string' ? this.#column(first) : undefined;
    const labels = text && toLabels(text as readonly string[], classes, this.names[first] ?? '');
    const values = labels ? undefined : this.#array(targets, dtype, 'xy');
    const y = labels?.y ?? { data: values?.data, shape: Array.isArray(target) ? values?.shape : [this.rows] };
    return { x, y, featureNames: names, classNames: labels?.classNames } as TableXy<D>;
  }

  #indices(names: unknown, operation: string): number[] {
    if (!Array.isArray(names) || names.length === 0) throw noNames(names, operation);
    return names.map((name) => this.names.indexOf(oneOf(name, this.names, 'column', operation)));
  }

  #array(
    indices: readonly number[],
    dtype: keyof CsvArrays,
    operation: string,
  ): NdArray<CsvArrays['float64' | 'float32']> {
    for (const index of indices) this.#checkNumbers(index, operation);
    const shape = [this.rows, indices.length];
    const { matrix } = this.#data;
    const isWhole = indices.length === this.names.length && indices.every((index, i) => index === i);
    if (matrix && isWhole) return { data: dtype === 'float64' ? matrix : new Float32Array(matrix), shape };
    const size = this.rows * indices.length;
    const data = dtype === 'float64' ? new Float64Array(size) : new Float32Array(size);
    const columns = this.names.length;
    indices.forEach((index, i) => {
      const column = matrix ? undefined : (this.#column(index) as Float64Array);
      for (let row = 0; row < this.rows; row++) {
        const value = column ? column[row] : matrix?.[row * columns + index];
        data[row * indices.length + i] = value ?? NaN;
      }
    });
    return { data, shape };
  }

  #checkNumbers(index: number, operation: string): void {
    if (this.types[index] !== 'string') return;
    const texts = this.#column(index) as readonly string[];
    const row = Math.max(
      0,
      texts.findIndex((text) => toNumber(text) === undefined),
    );
    const position = { line: this.#data.lines?.[row] ?? row + 1, column: this.names[index] ?? '' };
    throw notOfType({ ...this.#source, operation }, position, texts[row] ?? '', 'number');
  }

  #column(index: number): CsvColumn {
    const { matrix, columns, names, rows } = this.#data;
    const column = columns?.[index];
    if (column || !matrix) return column ?? [];
    return Float64Array.from({ length: rows }, (_, row) => matrix[row * names.length + index] ?? NaN);
  }
}

/** An object of columns by name, each copied out of the rows when it is first read. */
function lazyColumns(names: readonly string[], columnOf: (index: number) => CsvColumn) {
  const columns = Object.create(null) as Record<string, CsvColumn>;
  names.forEach((name, index) => {
    let column: CsvColumn | undefined;
    Object.defineProperty(columns, name, { enumerable: true, get: () => (column ??= columnOf(index)) });
  });
  return Object.freeze(columns);
}

function readDtype(dtype: unknown, operation: string): keyof CsvArrays {
  return oneOf(dtype ?? 'float64', ['float32', 'float64'] as const, 'dtype', operation);
}

/** Class indices of texts, by `classes` or by the texts in alphabetical order; `name` is the column's. */
function toLabels(
  texts: readonly string[],
  classes: readonly string[] | undefined,
  name: string,
): { y: NdArray<Int32Array>; classNames: readonly string[] } {
  const classNames = classes ?? [...new Set(texts)].sort();
  const indices = new Map(classNames.map((one, index) => [one, index]));
  const data = Int32Array.from(texts, (text, row) => {
    const index = indices.get(text);
    if (index === undefined) throw noClass(text, row, name, classNames);
    return index;
  });
  return { y: { data, shape: [texts.length] }, classNames };
}

function noClass(text: string, row: number, name: string, classes: readonly string[]): ArgumentError {
  return new ArgumentError({
    code: 'class-name',
    operation: 'xy',
    actual: `column ${name} has ${show(text)} in row ${row}`,
    expected: `it must be one of the classes ${classes.join(', ')}`,
    remedy: 'correct the file, or add the class to `classes`',
  });
}

function noNames(names: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'column-names',
    operation,
    actual: `the columns are ${show(names)}`,
    expected: 'they must be a list of at least one name',
    remedy: 'pass names of columns of the table',
  });
}
