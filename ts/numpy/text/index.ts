import { type NDArray, type NDArrayCore } from '#vendor/numpy-ts.js';
import { readFile } from '#platform/files.js';
import { writeFileAtomic } from '#platform/atomicWrite.js';

import type { NdArray } from '../../array.js';
import { toBytes } from '../../bytes.js';
import { checkOptions, show } from '../../checks.js';
import { ArgumentError, DataError, DTypeError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { asarray } from '../arrays.js';
import { type RowFormat, readFormat } from './format.js';
import { type MissingOptions, parseRows, type TextOptions } from './parse.js';

export type { MissingOptions, TextOptions } from './parse.js';

/** A text file: its path or URL, or its bytes. */
export type TextSource = string | URL | Uint8Array | ArrayBuffer;

/**
 * Reads the numbers of a text file as a matrix, one row for each line, as `numpy.loadtxt`. In a browser the path is a
 * URL.
 *
 * @param source path, URL, or the content as bytes
 * @throws DataError `text-number`, `text-ragged`, `text-column`, `text-integer`, with line and column, for a cell or
 * line that cannot be read; `text-encoding` for bytes that are not UTF-8; `file` for a file that cannot be read
 * @throws ArgumentError for options that do not fit
 * @example const [t, x] = await np.loadtxt('measured.csv', { delimiter: ',', skiprows: 1, unpack: true });
 */
export async function loadtxt(source: TextSource, options: TextOptions = {}): Promise<NDArray> {
  return parseRows(await textOf(source, 'loadtxt'), options, sourceOf(source, 'loadtxt'), false);
}

/**
 * Reads the numbers of a string, as `loadtxt` those of a file.
 *
 * @throws everything that `loadtxt` throws
 * @example np.parseTxt('1 2\n3 4') // [[1, 2], [3, 4]]
 */
export function parseTxt(text: string, options: TextOptions = {}): NDArray {
  return parseRows(checkText(text, 'parseTxt'), options, { operation: 'parseTxt', name: 'the text' }, false);
}

/**
 * Reads the numbers of a string in which some may be missing, as `numpy.genfromtxt`.
 *
 * @throws everything that `loadtxt` throws, for cells that are neither a number nor missing
 * @example np.genfromtxt('1,,3\n4,5,6', { delimiter: ',' }) // [[1, NaN, 3], [4, 5, 6]]
 */
export function genfromtxt(text: string, options: MissingOptions = {}): NDArray {
  return parseRows(
    checkText(text, 'genfromtxt'),
    options,
    { operation: 'genfromtxt', name: 'the text' },
    true,
  );
}

export interface SaveTextOptions {
  /** Format as for `printf`: of a number, of a whole row, or a list with one for each column; `'%.18e'` by default. */
  readonly fmt?: string | readonly string[] | undefined;
  /** Text between values; a space by default. */
  readonly delimiter?: string | undefined;
  /** Text at the end of each line; `'\n'` by default. */
  readonly newline?: string | undefined;
  /** Text before the numbers; each of its lines is preceded by `comments`. */
  readonly header?: string | undefined;
  /** Text after the numbers; each of its lines is preceded by `comments`. */
  readonly footer?: string | undefined;
  /** Text before each line of header and footer; `'# '` by default. */
  readonly comments?: string | undefined;
}

/**
 * Writes a vector, one value on each line, or a matrix, one row on each line, byte for byte as `numpy.savetxt`. In a
 * browser the file is a download.
 *
 * @throws ShapeError for more than two axes
 * @throws ArgumentError for a format that does not fit
 * @throws DataError when the file cannot be written; an existing file is then unchanged
 * @example await np.savetxt('speed.txt', np.column_stack([t, v]), { header: 't v', fmt: '%.6f' });
 */
export async function savetxt(
  path: string | URL,
  array: NDArrayCore | NdArray,
  options: SaveTextOptions = {},
): Promise<void> {
  const text = write(array, options, 'savetxt');
  await writeFileAtomic(path, new TextEncoder().encode(text), 'savetxt');
}

/** The text that `savetxt` writes. */
export function serializeTxt(array: NDArrayCore | NdArray, options: SaveTextOptions = {}): string {
  return write(array, options, 'serializeTxt');
}

function write(array: NDArrayCore | NdArray, options: SaveTextOptions, operation: string): string {
  checkOptions(options, ['fmt', 'delimiter', 'newline', 'header', 'footer', 'comments'], operation);
  const { delimiter = ' ', newline = '\n', comments = '# ' } = options;
  const values = asarray(array);
  const [rows = 1, columns = 1] = values.shape;
  if (values.ndim > 2 || values.dtype.startsWith('complex')) throw noTable(values, operation);
  const line = rowWriter(options.fmt ?? '%.18e', columns, delimiter, operation);
  const marked = (text: string | undefined) =>
    text === undefined || text === '' ? '' : comments + text.replaceAll('\n', `\n${comments}`) + newline;
  const numbers = Float64Array.from([values.ravel().tolist()].flat() as (number | bigint)[], Number);
  const lines = Array.from({ length: rows }, (_, i) =>
    line([...numbers.subarray(i * columns, (i + 1) * columns)]),
  );
  return marked(options.header) + lines.map((text) => text + newline).join('') + marked(options.footer);
}

/** A function that writes a row. A format for a whole row contains its own delimiters. */
function rowWriter(
  fmt: string | readonly string[],
  columns: number,
  delimiter: string,
  operation: string,
): RowFormat['write'] {
  const formats = [fmt].flat().map((one) => readFormat(one, operation));
  const [first] = formats;
  if (typeof fmt === 'string' && first) {
    if (first.count === columns && columns > 1) return first.write;
    if (first.count === 1) return (values) => values.map((value) => first.write([value])).join(delimiter);
  } else if (formats.length === columns && formats.every(({ count }) => count === 1)) {
    return (values) => values.map((value, i) => formats[i]?.write([value]) ?? '').join(delimiter);
  }
  throw new ArgumentError({
    code: 'format',
    operation,
    actual: `fmt has ${typeof fmt === 'string' ? (first?.count ?? 0) : formats.length} conversions`,
    expected: `the array has ${columns} columns`,
    remedy: 'pass one format for all columns, or one for each',
  });
}

async function textOf(source: TextSource, operation: string): Promise<string> {
  const isPath = typeof source === 'string' || source instanceof URL;
  const bytes = isPath ? await readFile(source, operation) : toBytes(source, operation);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const details = {
      code: 'text-encoding',
      operation,
      actual: `${sourceOf(source, operation).name} is not UTF-8`,
      expected: 'text must be encoded in UTF-8',
      remedy: 'save it in UTF-8, or decode it with TextDecoder and pass the string to parseTxt',
    };
    throw new DataError(details, { cause });
  }
}

function sourceOf(source: TextSource, operation: string) {
  return {
    operation,
    name: typeof source === 'string' || source instanceof URL ? String(source) : 'the input',
  };
}

function checkText(text: unknown, operation: string): string {
  if (typeof text === 'string') return text;
  throw new DTypeError({
    code: 'not-a-text',
    operation,
    actual: `the text is ${show(text)}`,
    expected: 'it must be a string',
    remedy: 'use loadtxt for files and bytes',
  });
}

function noTable({ shape, dtype }: NDArray, operation: string): ShapeError {
  return new ShapeError({
    code: 'rank',
    operation,
    actual: `the array has shape ${shapeText(shape)} of ${dtype}`,
    expected: 'a text file can hold real numbers on one or two axes',
    remedy: 'reshape it, or write an .npy file',
  });
}
