import type { NdArray } from '../../array.js';
import type { Source } from '../../bytes.js';
import { boolean, checkOptions, oneOf, positiveInteger, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { openFile, type OpenFile } from './csvFile.js';
import { openRows, settle } from './numberReader.js';
import { type CsvOptions, csvOptionNames, type CsvSettings, readCsvOptions } from './csvOptions.js';
import { openerOf, type StreamSource } from './byteStreams.js';
import type { Block } from './recordSplitter.js';
import { type CsvArrays, CsvTable } from './csvTable.js';
import { TextRows } from './columnBuilder.js';

export interface CsvBatchesOptions<D extends keyof CsvArrays = 'float32'> extends Omit<
  CsvOptions,
  'maxBytes' | 'encoding'
> {
  /** Name of the column, or columns, to predict. */
  readonly target: string | readonly string[];
  /** Rows in a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /** Names of the columns to predict it from; all others by default. */
  readonly features?: readonly string[] | undefined;
  /** Names of the classes in their order, where the target is text. */
  readonly classes?: readonly string[] | undefined;
  /** `'float32'` by default, as models compute. */
  readonly dtype?: D | undefined;
  /** Whether a last batch that is smaller is left out; false by default. */
  readonly dropRemainder?: boolean | undefined;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows of one step: x of shape [rows, features], y of shape [rows] or [rows, targets]. */
export type CsvBatch<D extends keyof CsvArrays = 'float32'> = readonly [
  x: NdArray<CsvArrays[D]>,
  y: NdArray<CsvArrays[D] | Int32Array>,
];

const ownNames = ['target', 'batchSize', 'features', 'classes', 'dtype', 'dropRemainder', 'signal'];
const operation = 'csvBatches';

/**
 * Batches of a table that may be larger than memory, read as they are asked for, gzipped or not; `fitDataset` takes
 * them. The types of the columns are those of `types`, or of the first records; a later field of another type is an
 * error. Each pass reads a path, an address or a Blob anew; a stream gives one pass, a function opens one for each.
 *
 * @throws DataError, from the batch on that has the fault, as `readCsv` does; ArgumentError for options out of range or
 * columns that are not there, with the first batch
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
  const isWhole = boolean(dropRemainder ?? false, 'dropRemainder', operation);
  const wanted = { target, features, classes, dtype: dtype ?? ('float32' as D) };
  const isNamed = typeof source === 'string' || source instanceof URL;
  const origin = { operation, name: isNamed ? String(source) : 'the stream' };
  const open = openerOf(source, origin, signal);
  return {
    async *[Symbol.asyncIterator]() {
      signal?.throwIfAborted();
      const file = await openFile(open(), settings, origin);
      const batcher = new Batcher<D>(size);
      for await (const table of readTables(file, settings, origin, wanted)) {
        signal?.throwIfAborted();
        yield* batcher.add(table.xy(wanted));
      }
      if (!isWhole) yield* batcher.rest();
    },
  };
}

interface Wanted {
  readonly target: string | readonly string[];
  readonly classes: readonly string[] | undefined;
}

/** The blocks of a file as tables. */
async function* readTables(opened: OpenFile, settings: CsvSettings, source: Source, wanted: Wanted) {
  const { layout } = opened;
  // What a stream has given cannot be read again with other types.
  const file = { ...opened, layout: { ...layout, isFixed: layout.types.map(() => true) } };
  checkTarget(file, wanted);
  const isNumeric = layout.types.every((type) => type === 'number');
  const rows = isNumeric ? await openRows(file, settings, source) : undefined;
  let room = new Float64Array(0);
  const readNumbers = ({ bytes, isQuoted }: Block): Float64Array | undefined => {
    if (!rows || isQuoted) return undefined;
    if (room.length <= bytes.length) room = new Float64Array(bytes.length + 1);
    const read = rows({ bytes, isQuoted }, room);
    return typeof read === 'number'
      ? settle(room.slice(0, read), layout.names.length, settings.missing)
      : undefined;
  };
  for await (const block of file.blocks) {
    const matrix = readNumbers(block);
    if (matrix) {
      const parts = {
        names: layout.names,
        types: layout.types,
        rows: matrix.length / layout.names.length,
        matrix,
      };
      yield new CsvTable(parts, source);
      continue;
    }
    const texts = new TextRows(file.layout, settings, source);
    await texts.add(block, file);
    const parts = texts.finish();
    if ('names' in parts) yield new CsvTable(parts, source);
  }
}

function checkTarget({ layout: { names, types } }: OpenFile, { target, classes }: Wanted): void {
  const targets: readonly unknown[] = Array.isArray(target) ? target : [target];
  for (const name of targets) {
    const type = types[names.indexOf(oneOf(name, names, 'column', operation))];
    if (type !== 'string' || classes) continue;
    throw new ArgumentError({
      code: 'classes',
      operation,
      actual: `column ${show(name)} is text`,
      expected: 'all its classes must be known from the beginning',
      remedy: "pass classes: ['cat', 'dog'], for example",
    });
  }
}

interface Rows<D extends keyof CsvArrays> {
  readonly x: CsvBatch<D>[0];
  readonly y: CsvBatch<D>[1];
}

/** Cuts rows into batches of one size. */
class Batcher<D extends keyof CsvArrays> {
  #x: Rows<D>['x']['data'][] = [];
  #y: Rows<D>['y']['data'][] = [];
  #rows = 0;
  #shapes: readonly [readonly number[], readonly number[]] = [[], []];

  constructor(private readonly size: number) {}

  /** The batches that further rows complete. */
  *add({ x, y }: Rows<D>): Generator<CsvBatch<D>> {
    const count = x.shape[0] ?? 0;
    this.#shapes = [x.shape.slice(1), y.shape.slice(1)];
    let from = 0;
    while (from < count) {
      const to = Math.min(count, from + this.size - this.#rows);
      this.#x.push(part(x, from, to));
      this.#y.push(part(y, from, to));
      this.#rows += to - from;
      from = to;
      if (this.#rows === this.size) yield* this.rest();
    }
  }

  /** A last, smaller batch, if there is one. */
  *rest(): Generator<CsvBatch<D>> {
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

type Floats = Float32Array | Float64Array | Int32Array;

function part<A extends Floats>({ data, shape }: NdArray<A>, from: number, to: number): A {
  const width = data.length / (shape[0] ?? 1);
  return data.subarray(from * width, to * width) as A;
}

/** One part as it is, several copied together. */
function concatenate<A extends Floats>(parts: readonly A[]): A {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const length = parts.reduce((sum, one) => sum + one.length, 0);
  const Type = first?.constructor as new (length: number) => A;
  const all = new Type(length);
  let offset = 0;
  for (const one of parts) {
    all.set(one, offset);
    offset += one.length;
  }
  return all;
}
