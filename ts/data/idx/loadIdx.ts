import type { NdArray } from '../../array.js';
import { number } from '../../checks.js';
import { readFile } from '#platform/files.js';
import { type IdxData, type IdxOptions, parseIdx } from './readIdx.js';
import { requestBytes } from '../fetch/request.js';

export interface LoadIdxOptions extends IdxOptions {
  /** Longest wait for the server, in milliseconds, where `source` is an http address; 30 000 by default. */
  readonly timeout?: number;
  /** Aborts the reading; the call throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads an IDX file, gzipped or not, from a path (Node) or an address.
 *
 * @param source path or `file:` URL in Node; `http:` or `https:` address anywhere; in a browser also
 * an address relative to the page
 * @returns `{ data, shape }` as `readIdx` gives
 * @throws DataError as `readIdx` does, `file` when the file cannot be read, `download` or `http-status` when it cannot be
 * fetched
 * @example
 * const { data, shape } = await loadIdx('mnist/t10k-labels-idx1-ubyte.gz');
 */
export async function loadIdx(source: string | URL, options: LoadIdxOptions = {}): Promise<NdArray<IdxData>> {
  const operation = 'loadIdx';
  const timeout = number(options.timeout ?? 30_000, 'timeout', operation, { lowest: 1 });
  const { signal } = options;
  const name = String(source);
  const bytes = /^https?:/i.test(name)
    ? await requestBytes({ operation, url: name, timeout, signal })
    : await readFile(source, operation, signal);
  return parseIdx(bytes, { operation, name }, options);
}
