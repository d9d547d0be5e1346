import type { Bytes } from '../../bytes.js';
import { DataError } from '../../errors.js';
import type { ChunkedFile, FoundFile } from '../contracts.js';

/** The folder as messages should name it: a page's folders are addresses. */
export function folderPath(folder: string | URL): string {
  return String(folder).replace(/\/$/, '');
}

/** Folders in which the user may keep a data set: none, as pages have no environment variables. */
export function dataFolders(): string[] {
  return [];
}

/** Name of the cache that keeps downloads, for the Cache API. */
export function cacheFolder(dataset: string): string {
  return `ferrograd/${dataset}`;
}

/** A clause for messages: what the page's author does with files that were downloaded by other means. */
export function howToProvide(files: string): string {
  return `serve ${files} from a folder and pass its address as \`dir\``;
}

/** The first of `names` that the server has under the address `folder`. */
export async function readFirst(
  folder: string | URL,
  names: readonly string[],
  operation: string,
): Promise<FoundFile | undefined> {
  for (const name of names) {
    const path = `${folderPath(folder)}/${name}`;
    const response = await request(path, operation);
    if (response) return { path, bytes: await body(response) };
  }
  return undefined;
}

/** The first of `names` in the cache. */
export async function readCached(folder: string, names: readonly string[]): Promise<FoundFile | undefined> {
  const cache = await openCache(folder);
  for (const name of names) {
    const response = await cache?.match(cacheKey(folder, name));
    if (response) return { path: `cache ${folder}: ${name}`, bytes: await body(response) };
  }
  return undefined;
}

/** Writes a file into the cache. Where the page has no cache, or exceeds its quota, nothing is kept. */
export async function writeCached(folder: string, name: string, bytes: Bytes): Promise<void> {
  const cache = await openCache(folder);
  await cache?.put(cacheKey(folder, name), new Response(bytes)).catch(() => undefined);
}

/** Throws: a page cannot create folders. */
export function makeFolder(folder: string, operation: string): Promise<never> {
  throw new DataError({
    code: 'no-folders',
    operation,
    actual: `${folder} is to be a folder`,
    expected: 'a page cannot create folders',
    remedy: 'write one file instead, such as weights.npz',
  });
}

/** Fetches the content of an address, which may be relative to the page. */
export async function readFile(path: string | URL, operation: string, signal?: AbortSignal): Promise<Bytes> {
  const response = await request(String(path), operation, signal);
  if (response) return body(response);
  throw fileError(operation, String(path), 'is not there');
}

/** A page has the whole file once it has an address. */
export async function openChunks(
  path: string | URL,
  operation: string,
  signal?: AbortSignal,
): Promise<ChunkedFile> {
  const bytes = await readFile(path, operation, signal);
  return {
    size: bytes.length,
    isGzip: bytes[0] === 0x1f && bytes[1] === 0x8b,
    open: async function* () {
      yield bytes;
    },
    readWhole: async () => bytes,
  };
}

/** The cache; undefined on plain http, where there is none, and in sandboxed frames, which may not use it. */
async function openCache(folder: string): Promise<Cache | undefined> {
  const { caches } = globalThis as { caches?: CacheStorage };
  return caches?.open(folder).catch(() => undefined);
}

/** The key of a file. The Cache API wants addresses as keys; nothing is ever requested from this one. */
function cacheKey(folder: string, name: string): string {
  return `/${folder}/${name}`;
}

/**
 * Fetches an address; undefined when there is no such file. An HTML page counts as none: servers of single-page
 * applications send theirs for every unknown address.
 */
async function request(path: string, operation: string, signal?: AbortSignal): Promise<Response | undefined> {
  try {
    const response = await fetch(path, signal ? { signal } : {});
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    return response.ok && !isPage ? response : undefined;
  } catch (cause) {
    signal?.throwIfAborted();
    throw fileError(operation, path, 'cannot be fetched', cause);
  }
}

async function body(response: Response): Promise<Bytes> {
  return new Uint8Array(await response.arrayBuffer());
}

function fileError(operation: string, path: string, what: string, cause?: unknown): DataError {
  const details = {
    code: 'file',
    operation,
    actual: `${path} ${what}`,
    expected: 'the server must send the file',
    remedy: 'check the address and the server',
  };
  return new DataError(details, { cause });
}
