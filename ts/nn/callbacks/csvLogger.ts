import { appendText, readText, writeText } from '#platform/textFile.js';

import { boolean, checkOptions, show } from '../../checks.js';
import { ArgumentError, DataError } from '../../errors.js';
import { csvField } from '../../files/csvField.js';
import type { Callback } from './callback.js';
import type { EpochLogs } from './history.js';

export interface CsvLoggerOptions {
  /** Path of the file to write, in Node. */
  readonly path?: string | undefined;
  /** Called with each line, its line end included, instead of writing a file: for browsers, or for several targets. */
  readonly write?: ((line: string) => void | Promise<void>) | undefined;
  /** The character between two values; a comma by default. */
  readonly separator?: string | undefined;
  /** Whether rows are appended to an existing file, which is replaced otherwise; false by default. */
  readonly append?: boolean | undefined;
}

const OPTIONS = ['path', 'write', 'separator', 'append'];

/**
 * Writes a table with one row for each epoch: its index, metrics, seconds and samples per second. Each row is written
 * completely when its epoch ends, so the file is valid whenever training is aborted.
 *
 * @throws ArgumentError for options out of range, or unless exactly one of `path` and `write` is given
 * @throws DataError if the file cannot be written or, with `append`, has other columns
 * @example callbacks.csvLogger({ path: 'training.csv' })
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  checkOptions(options, OPTIONS, 'csvLogger');
  const separator = readSeparator(options.separator ?? ',');
  const append = boolean(options.append ?? false, 'append', 'csvLogger');
  const sink = readSink(options, append);
  let columns: readonly string[] = [];
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => csvField(cell, separator)).join(separator)}\n`;
  return {
    async onTrainBegin({ metricNames }) {
      columns = ['epoch', ...metricNames, 'seconds', 'samplesPerSecond'];
      await sink.writeHeader(line(columns));
    },
    onEpochEnd: (_, logs) => sink.writeRow(line(columns.map((name) => cellText(logs[name])))),
  };
}

interface Sink {
  writeHeader(header: string): void | Promise<void>;
  writeRow(line: string): void | Promise<void>;
}

function readSink({ path, write }: CsvLoggerOptions, append: boolean): Sink {
  if (typeof write === 'function' && path === undefined) {
    return { writeHeader: (header) => (append ? undefined : write(header)), writeRow: write };
  }
  if (typeof path !== 'string' || path === '' || write !== undefined) throw badSink(path, write);
  return {
    async writeHeader(header) {
      const existing = append ? await readText(path, 'csvLogger') : undefined;
      if (!existing) return writeText(path, header, 'csvLogger');
      if (!existing.startsWith(header)) throw otherColumns(path, existing, header);
      // If the machine failed while a row was written, the row has no line end yet.
      if (!existing.endsWith('\n')) await appendText(path, '\n', 'csvLogger');
    },
    writeRow: (line) => appendText(path, line, 'csvLogger'),
  };
}

function cellText(value: EpochLogs[string]): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : JSON.stringify(Array.from(value.data));
}

function readSeparator(separator: unknown): string {
  if (typeof separator === 'string' && /^[^"\r\n\w.+-]$/.test(separator)) return separator;
  throw new ArgumentError({
    code: 'separator',
    operation: 'csvLogger',
    actual: `separator is ${show(separator)}`,
    expected: 'it must be one character that appears in no number, name or quoted text',
    remedy: "pass ',', ';' or '\\t'",
  });
}

function badSink(path: unknown, write: unknown): ArgumentError {
  return new ArgumentError({
    code: 'csv-target',
    operation: 'csvLogger',
    actual: `path is ${show(path)} and write is ${show(write)}`,
    expected: 'exactly one of them must be given: the path of a file, or a function that receives lines',
    remedy: "pass path: 'training.csv', for example",
  });
}

function otherColumns(path: string, existing: string, header: string): DataError {
  return new DataError({
    code: 'csv-columns',
    operation: 'csvLogger',
    actual: `${path} begins with ${show(existing.split('\n', 1)[0])}`,
    expected: `the columns of this training are ${header.trimEnd()}`,
    remedy: 'write to another file, or pass append: false',
  });
}
