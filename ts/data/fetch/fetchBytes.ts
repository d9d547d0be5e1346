import { cacheFolder, readCached, writeCached } from '#platform/files.js';
import type { Bytes } from '../../bytes.js';
import { show } from '../../checks.js';
import { DataError, DTypeError } from '../../errors.js';
import { verifyChecksum, sha256Of } from './checksum.js';
import { type FetchOptions, type FetchSettings, readFetchOptions } from './fetchOptions.js';
import { requestBytes } from './request.js';
import { decodeText } from '../../files/decodeText.js';

/** Wait before the first repetition, in milliseconds; it doubles before each further one. */
const firstDelay = 250;

/**
 * The whole body at a web address, verified if `sha256` is passed.
 *
 * @param url `http:` or `https:` address; in a browser also one relative to the page
 * @throws DataError `download` (network, timeout, busy server), `http-status`, `checksum` or `too-large`; a body that
 * failed is not cached. An aborted call throws the signal's reason.
 * @throws ArgumentError for options out of range
 * @example const bytes = await fetchBytes('https://example.org/data.bin', { cache: true, sha256: '9f86…' })
 */
export async function fetchBytes(url: string | URL, options: FetchOptions = {}): Promise<Bytes> {
  return fetchWhole(url, options, 'fetchBytes');
}

export interface FetchTextOptions extends FetchOptions {
  /** Any encoding that `TextDecoder` knows, such as `latin1`; `utf-8` by default. */
  readonly encoding?: string | undefined;
}

/**
 * The text at a web address, fetched as by `fetchBytes`.
 *
 * @throws DataError `text-encoding`, with line and offset, where the body is not text in this encoding; otherwise as
 * `fetchBytes`
 * @example const lines = (await fetchText('https://example.org/table.txt')).split('\n')
 */
export async function fetchText(url: string | URL, options: FetchTextOptions = {}): Promise<string> {
  const { encoding, ...rest } = options;
  const bytes = await fetchWhole(url, rest, 'fetchText');
  return decodeText(bytes, { operation: 'fetchText', name: String(url) }, encoding);
}

/** `fetchBytes` for another public call, which its errors name. */
export async function fetchWhole(url: unknown, options: FetchOptions, operation: string): Promise<Bytes> {
  const settings = readFetchOptions(options, operation);
  const address = checkUrl(url, operation);
  settings.signal?.throwIfAborted();
  const cached = await openCache(address, settings, operation);
  const found = await cached?.read();
  if (found) return found;
  const bytes = await requestWithRetries(address, settings, operation);
  if (settings.sha256 !== undefined) {
    const remedy = 'fetch it again, or check the address and the checksum';
    await verifyChecksum(bytes, settings.sha256, { operation, name: address }, remedy);
  }
  await cached?.write(bytes);
  return bytes;
}

function checkUrl(url: unknown, operation: string): string {
  if (url instanceof URL || (typeof url === 'string' && url !== '')) return String(url);
  throw new DTypeError({
    code: 'url',
    operation,
    actual: `the address is ${show(url)}`,
    expected: 'it must be a string or a URL',
    remedy: "pass 'https://example.org/data.csv', for example",
  });
}

async function requestWithRetries(url: string, settings: FetchSettings, operation: string): Promise<Bytes> {
  const { timeout, signal, maxBytes, retries } = settings;
  const onProgress = (loaded: number, total: number | undefined) => {
    settings.onProgress?.({ url, loaded, total });
  };
  for (let attempt = 0; ; attempt++) {
    try {
      return await requestBytes({ operation, url, timeout, signal, maxBytes, onProgress });
    } catch (error) {
      const isTemporary = error instanceof DataError && error.code === 'download';
      if (!isTemporary || attempt >= retries) throw error;
      await delay(firstDelay * 2 ** attempt, signal);
    }
  }
}

/** Resolves after `milliseconds`, or rejects with the reason of the signal where it is aborted before. */
function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

interface CachedBody {
  /** The cached copy; undefined where there is none, or it does not have the checksum. */
  read(): Promise<Bytes | undefined>;
  write(bytes: Bytes): Promise<void>;
}

/**
 * The cache entry of an address, named by the address' SHA-256. Undefined without the option, and on pages that have no
 * digests: those have no caches either.
 */
async function openCache(
  url: string,
  { cache, sha256 }: FetchSettings,
  operation: string,
): Promise<CachedBody | undefined> {
  if (cache === false) return undefined;
  const name = await sha256Of(new TextEncoder().encode(url));
  if (name === undefined) return undefined;
  const folder = cache === true ? cacheFolder('downloads') : cache;
  return {
    async read() {
      const found = await readCached(folder, [name], operation);
      const isValid =
        !found || sha256 === undefined || (await sha256Of(found.bytes)) === sha256.toLowerCase();
      return isValid ? found?.bytes : undefined;
    },
    write: (bytes) => writeCached(folder, name, bytes, operation),
  };
}
