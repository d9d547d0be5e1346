import type { NdArray } from '../../array.js';
import type { Source } from '../../bytes.js';
import { boolean, checkOptions, oneOf, positiveInteger, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { openChunks, type StreamSource } from './byteStreams.js';
import { ColumnBuilder } from './columnBuilder.js';
import { type CsvFile, openCsvFile } from './csvFile.js';
import { type CsvOptions, csvOptionNames, type CsvSettings, readCsvOptions } from './csvOptions.js';
import { type CsvArrays, CsvTable } from './csvTable.js';
import { openNumberReader, replaceMissing } from './numberReader.js';
import type { RecordChunk } from './recordSplitter.js';

export interface CsvBatchesOptions<D extends keyof CsvArrays = 'float32'> extends Omit<
  CsvOptions,
  'maxBytes' | 'encoding'
> {
  /** Name of the column, or columns, to predict. */
  readonly target: string | readonly string[];
  /** Rows in a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /** Names of the columns to predict from; all others by default. */
  readonly features?: readonly string[] | undefined;
  /** Names of the classes in their order, where the target is text. */
  readonly classes?: readonly string[] | undefined;
  /** Element type of the batches; `'float32'` by default, in which models compute. */
  readonly dtype?: D | undefined;
  /** Whether a last batch that is smaller is dropped; false by default. */
  readonly dropRemainder?: boolean | undefined;
  /** Aborts the reading; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One batch: x of shape [rows, features], y of shape [rows] or [rows, targets]. */
export type CsvBatch<D extends keyof CsvArrays = 'float32'> = readonly [
  x: NdArray<CsvArrays[D]>,
  y: NdArray<CsvArrays[D] | Int32Array>,
];

const ownNames = ['target', 'batchSize', 'features', 'classes', 'dtype', 'dropRemainder', 'signal'];
const operation = 'csvBatches';

/**
 * Batches of a table that may be larger than memory, for `fitDataset`. The table, gzipped or not, is read as batches are
 * asked for. The types of the columns are those of `types`, or are inferred from the first records; a later field of
 * another type is an error. Each pass reads a path, an address or a Blob anew and calls a function for a new stream; a
 * stream itself gives one pass.
 *
 * @throws DataError as `readCsv` does, when the batch with the fault is asked for
 * @throws ArgumentError for options out of range at once, for unknown columns when the first batch is asked for
 * @example
 * const rows = csvBatches('large.csv', { target: 'price', batchSize: 128 });
 * await net.fitDataset(rows, { epochs: 5 });
 */
export function csvBatches<D extends keyof CsvArrays = 'float32'>(
  source: StreamSource,
  options: CsvBatchesOptions<D>,
): AsyncIterable<CsvBatch<D>> {
  checkOptions(
    options,
    [...csvOptionNames.filter((name) => name !== 'maxBytes' && name !== 'encoding'), ...ownNames],
    operation,
  );
  const { target, batchSize, features, classes, dtype, dropRemainder, signal, ...rest } = options;
  const settings = readCsvOptions(rest, operation);
  const size = positiveInteger(batchSize ?? 32, 'batchSize', operation);
  const dropsRemainder = boolean(dropRemainder ?? false, 'dropRemainder', operation);
  const selection = { target, features, classes, dtype: dtype ?? ('float32' as D) };
  const isNamed = typeof source === 'string' || source instanceof URL;
  const origin = { operation, name: isNamed ? String(source) : 'the stream' };
  const open = openChunks(source, origin, signal);
  return {
    async *[Symbol.asyncIterator]() {
      signal?.throwIfAborted();
      const file = await openCsvFile(open(), settings, origin);
      const batcher = new Batcher<D>(size);
      for await (const table of readTables(file, settings, origin, selection)) {
        signal?.throwIfAborted();
        yield* batcher.push(table.xy(selection));
      }
      if (!dropsRemainder) yield* batcher.flush();
    },
  };
}

interface Selection {
  readonly target: string | readonly string[];
  readonly classes: readonly string[] | undefined;
}

/** The records of a file as tables, one for each chunk. */
async function* readTables(opened: CsvFile, settings: CsvSettings, source: Source, selection: Selection) {
  const { layout } = opened;
  // Earlier batches have been passed on: the file cannot be read again with wider types.
  const file = { ...opened, layout: { ...layout, isFixed: layout.types.map(() => true) } };
  checkTarget(file, selection);
  const isNumeric = layout.types.every((type) => type === 'number');
  const read = isNumeric ? await openNumberReader(file, settings, source) : undefined;
  let buffer = new Float64Array(0);
  /** The values of a chunk; undefined where it has quoted fields or a column is not of numbers. */
  const readMatrix = ({ bytes, isQuoted }: RecordChunk): Float64Array | undefined => {
    if (!read || isQuoted) return undefined;
    if (buffer.length <= bytes.length) buffer = new Float64Array(bytes.length + 1);
    const count = read({ bytes, isQuoted }, buffer);
    return typeof count === 'number'
      ? replaceMissing(buffer.slice(0, count), layout.names.length, settings.missing)
      : undefined;
  };
  for await (const chunk of file.chunks) {
    const matrix = readMatrix(chunk);
    if (matrix) {
      const { names, types } = layout;
      yield new CsvTable({ names, types, rows: matrix.length / names.length, matrix }, source);
      continue;
    }
    const columns = new ColumnBuilder(file.layout, settings, source);
    await columns.addChunk(chunk, file);
    const data = columns.finish();
    if ('names' in data) yield new CsvTable(data, source);
  }
}

/** A target of texts needs its classes: one that comes later would change the indices of earlier ones. */
function checkTarget({ layout: { names, types } }: CsvFile, { target, classes }: Selection): void {
  const targets: readonly unknown[] = Array.isArray(target) ? target : [target];
  for (const name of targets) {
    const type = types[names.indexOf(oneOf(name, names, 'column', operation))];
    if (type !== 'string' || classes) continue;
    throw new ArgumentError({
      code: 'classes',
      operation,
      actual: `column ${show(name)} is text`,
      expected: 'all its classes must be known before the first batch',
      remedy: "pass classes: ['cat', 'dog'], for example",
    });
  }
}

interface Rows<D extends keyof CsvArrays> {
  readonly x: CsvBatch<D>[0];
  readonly y: CsvBatch<D>[1];
}

/** Slices and joins rows, which come in any number, into batches of one size. */
class Batcher<D extends keyof CsvArrays> {
  /** The rows of the batch that is not full yet. */
  #x: Rows<D>['x']['data'][] = [];
  #y: Rows<D>['y']['data'][] = [];
  #rows = 0;
  /** Shapes of one row. */
  #shapes: readonly [readonly number[], readonly number[]] = [[], []];

  constructor(private readonly batchSize: number) {}

  /** The batches that further rows complete. */
  *push({ x, y }: Rows<D>): Generator<CsvBatch<D>> {
    const count = x.shape[0] ?? 0;
    this.#shapes = [x.shape.slice(1), y.shape.slice(1)];
    let from = 0;
    while (from < count) {
      const to = Math.min(count, from + this.batchSize - this.#rows);
      this.#x.push(sliceRows(x, from, to));
      this.#y.push(sliceRows(y, from, to));
      this.#rows += to - from;
      from = to;
      if (this.#rows === this.batchSize) yield* this.flush();
    }
  }

  /** The last batch, which may be smaller; none where no rows are left. */
  *flush(): Generator<CsvBatch<D>> {
    if (this.#rows === 0) return;
    const [x, y] = [concatenate(this.#x), concatenate(this.#y)];
    const rows = this.#rows;
    this.#x = [];
    this.#y = [];
    this.#rows = 0;
    yield [
      { data: x, shape: [rows, ...this.#shapes[0]] },
      { data: y, shape: [rows, ...this.#shapes[1]] },
    ] as unknown as CsvBatch<D>;
  }
}

type CsvValues = Float32Array | Float64Array | Int32Array;

/** Rows from one to before another, as a view. */
function sliceRows<A extends CsvValues>({ data, shape }: NdArray<A>, from: number, to: number): A {
  const width = data.length / (shape[0] ?? 1);
  return data.subarray(from * width, to * width) as A;
}

/** All parts in one array; a single part is not copied. */
function concatenate<A extends CsvValues>(parts: readonly A[]): A {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const Type = first?.constructor as new (length: number) => A;
  const all = new Type(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
