import { appendText, readText, writeText } from '#platform/textFile.js';

import { boolean, checkOptions, show } from '../../checks.js';
import { ArgumentError, DataError } from '../../errors.js';
import { csvField } from '../../files/csvField.js';
import type { Callback } from './callback.js';
import type { EpochLogs } from './history.js';

export interface CsvLoggerOptions {
  /** The file, in Node. */
  readonly path?: string | undefined;
  /** In place of a file, takes each line with its end: for browsers, or for several targets. */
  readonly write?: ((line: string) => void | Promise<void>) | undefined;
  /** Between two values, one character; a comma by default. */
  readonly separator?: string | undefined;
  /** Whether a file that exists is continued; by default it is replaced. */
  readonly append?: boolean | undefined;
}

const OPTIONS = ['path', 'write', 'separator', 'append'];

/**
 * Writes a table with one row for each epoch: its index, figures, seconds and samples a second. A row is written
 * whole when its epoch ends, so the file is good whenever training is aborted.
 *
 * @throws ArgumentError for options out of range, or unless there is either a path or a write function
 * @throws DataError for a file that cannot be written or, with `append`, has other columns
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
      await sink.begin(line(columns));
    },
    onEpochEnd: (_, logs) => sink.write(line(columns.map((name) => cellText(logs[name])))),
  };
}

interface Sink {
  begin(header: string): void | Promise<void>;
  write(line: string): void | Promise<void>;
}

function readSink({ path, write }: CsvLoggerOptions, append: boolean): Sink {
  if (typeof write === 'function' && path === undefined) {
    return { begin: (header) => (append ? undefined : write(header)), write };
  }
  if (typeof path !== 'string' || path === '' || write !== undefined) throw badSink(path, write);
  return {
    async begin(header) {
      const before = append ? await readText(path, 'csvLogger') : undefined;
      if (!before) return writeText(path, header, 'csvLogger');
      if (!before.startsWith(header)) throw otherColumns(path, before, header);
      // The end of a row is missing where the machine failed.
      if (!before.endsWith('\n')) await appendText(path, '\n', 'csvLogger');
    },
    write: (line) => appendText(path, line, 'csvLogger'),
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
    expected: 'it must be one character that is in no number, name or quote',
    remedy: "pass ',', ';' or '\\t'",
  });
}

function badSink(path: unknown, write: unknown): ArgumentError {
  return new ArgumentError({
    code: 'csv-target',
    operation: 'csvLogger',
    actual: `path is ${show(path)} and write is ${show(write)}`,
    expected: 'there must be either the path of a file or a function that takes lines',
    remedy: "pass path: 'training.csv', for example",
  });
}

function otherColumns(path: string, before: string, header: string): DataError {
  return new DataError({
    code: 'csv-columns',
    operation: 'csvLogger',
    actual: `${path} begins with ${show(before.split('\n', 1)[0])}`,
    expected: `the columns of this training are ${header.trimEnd()}`,
    remedy: 'write to another file, or pass append: false',
  });
}
