import { openChunks } from '#platform/files.js';
import { type Bytes, type Source, toBytes } from '../../bytes.js';
import { checkOptions } from '../../checks.js';
import { type FetchOptions, fetchOptionNames } from '../fetch/fetchOptions.js';
import { fetchWhole } from '../fetch/fetchBytes.js';
import { decodeText } from '../../files/decodeText.js';
import { unpackGzip } from '../../files/unpackGzip.js';
import { type CsvOptions, csvOptionNames, type CsvSettings, readCsvOptions } from './csvOptions.js';
import { readTable } from './readTable.js';
import type { CsvTable } from './csvTable.js';

/** Bytes of a table in memory that are parsed at once. */
const chunkSize = 2 ** 22;

/**
 * Reads a table of comma-separated values (RFC 4180), gzipped or not: numbers correctly rounded, quoted fields, missing
 * values; blank lines are skipped.
 *
 * @param input content of the file, as text or bytes
 * @throws DataError, with line and column: `csv-not-a-number`, `csv-not-a-boolean`, `csv-ragged`, `csv-missing`,
 * `csv-quotes`, `csv-delimiter`, `csv-empty`, `csv-long-record`, `text-encoding`, `gzip-corrupt` or `too-large`
 * @throws ArgumentError for options out of range; DTypeError when `input` is neither text nor bytes
 * @example
 * const table = await readCsv('height,weight\n1.8,80\n1.7,65\n');
 * table.columns['height']; // Float64Array [1.8, 1.7]
 * table.toArray(); // { data, shape: [2, 2] }
 */
export async function readCsv(
  input: string | Uint8Array | ArrayBuffer,
  options: CsvOptions = {},
): Promise<CsvTable> {
  const operation = 'readCsv';
  const settings = readCsvOptions(options, operation);
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : toBytes(input, operation);
  const encoding = typeof input === 'string' ? undefined : settings.encoding;
  return readBytes(bytes, { ...settings, encoding }, { operation, name: 'the input' });
}

export interface LoadCsvOptions extends CsvOptions {
  /** Aborts the reading; the call throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * `readCsv` of a file, which is read in chunks; for a table larger than memory see `csvBatches`.
 *
 * @param source path or `file:` URL in Node; `http:` or `https:` address anywhere; in a browser also an address
 * relative to the page
 * @throws DataError as `readCsv` does, `file` when the file cannot be read, and as `fetchBytes` for an address
 * @example const { x, y, classNames } = (await loadCsv('iris.csv')).xy({ target: 'species' })
 */
export async function loadCsv(source: string | URL, options: LoadCsvOptions = {}): Promise<CsvTable> {
  const operation = 'loadCsv';
  const { signal, ...rest } = options;
  const settings = readCsvOptions(rest, operation);
  const name = String(source);
  if (/^https?:/i.test(name)) {
    const bytes = await fetchWhole(source, { signal, maxBytes: settings.maxBytes }, operation);
    return readBytes(bytes, settings, { operation, name });
  }
  const file = await openChunks(source, operation, signal);
  if (file.isGzip || settings.encoding !== undefined) {
    return readBytes(await file.readWhole(), settings, { operation, name });
  }
  return readTable(file, settings, { operation, name });
}

export interface FetchCsvOptions extends CsvOptions, FetchOptions {}

/**
 * `readCsv` of the file at a web address.
 *
 * @throws DataError as `readCsv` and `fetchBytes` do
 * @example const table = await fetchCsv('https://example.org/table.csv', { cache: true })
 */
export async function fetchCsv(url: string | URL, options: FetchCsvOptions = {}): Promise<CsvTable> {
  const operation = 'fetchCsv';
  checkOptions(options, [...new Set([...csvOptionNames, ...fetchOptionNames])], operation);
  const settings = readCsvOptions(pick(options, csvOptionNames), operation);
  const bytes = await fetchWhole(url, pick(options, fetchOptionNames), operation);
  return readBytes(bytes, settings, { operation, name: String(url) });
}

async function readBytes(bytes: Bytes, settings: CsvSettings, source: Source): Promise<CsvTable> {
  let content = await unpackGzip(bytes, source, settings.maxBytes);
  if (settings.encoding !== undefined) {
    content = new TextEncoder().encode(decodeText(content, source, settings.encoding));
  }
  const open = async function* () {
    for (let from = 0; from < content.length; from += chunkSize) {
      yield content.subarray(from, from + chunkSize);
    }
  };
  return readTable({ open, size: content.length }, settings, source);
}

function pick<Name extends PropertyKey>(options: Partial<Record<Name, unknown>>, names: readonly Name[]) {
  return Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
}
