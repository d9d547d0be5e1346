import { mkdir, open, readFile as read, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '../../bytes.js';
import { DataError } from '../../errors.js';
import type { ChunkedFile, FoundFile } from '../contracts.js';

/** The folder as messages should name it. */
export function folderPath(folder: string | URL): string {
  return folder instanceof URL ? fileURLToPath(folder) : resolve(folder);
}

/** Folders in which the user may keep a data set: that of the environment variable FERROGRAD_DATA. */
export function dataFolders(dataset: string): string[] {
  const root = process.env['FERROGRAD_DATA'];
  return root ? [join(root, dataset)] : [];
}

/** The folder that keeps downloads, in the platform's folder for what can be fetched again. */
export function cacheFolder(dataset: string): string {
  return join(cacheRoot(process.platform, process.env, homedir()), 'ferrograd', dataset);
}

/** `XDG_CACHE_HOME` or `~/.cache`; `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. */
export function cacheRoot(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  return isAbsolute(xdg) ? xdg : join(home, '.cache'); // the XDG specification: relative paths are ignored
}

/** A clause for messages: what to do with files that were downloaded by other means. */
export function howToProvide(files: string, folder: string): string {
  return `put ${files} into ${folder}`;
}

/** The first of `names` that is a file in `folder`. */
export async function readFirst(
  folder: string | URL,
  names: readonly string[],
  operation: string,
): Promise<FoundFile | undefined> {
  for (const name of names) {
    const path = join(folderPath(folder), name);
    try {
      return { path, bytes: await read(path) };
    } catch (error) {
      if (!isAbsent(error)) throw fileError(operation, path, 'cannot be read', error);
    }
  }
  return undefined;
}

/** The first of `names` in the cache. */
export const readCached = readFirst;

/** Writes a file into the cache, whole or not at all: readers never see half a file, and two writers do not mix. */
export async function writeCached(
  folder: string,
  name: string,
  bytes: Bytes,
  operation: string,
): Promise<void> {
  const path = join(folder, name);
  const part = `${path}.${process.pid}-${crypto.randomUUID()}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(part, bytes);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw fileError(operation, path, 'cannot be written', error);
  }
}

/** Creates a folder and its parents, where they do not exist yet. */
export async function makeFolder(folder: string, operation: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(operation, folder, 'cannot be created', error);
  }
}

/** Reads a whole file. */
export async function readFile(path: string | URL, operation: string, signal?: AbortSignal): Promise<Bytes> {
  signal?.throwIfAborted();
  try {
    return await read(path);
  } catch (error) {
    throw fileError(operation, String(path), isAbsent(error) ? 'is not a file' : 'cannot be read', error);
  }
}

/** Bytes of a file that are read at once. */
const chunkSize = 2 ** 22;

/** Opens a file that will be read in chunks. */
export async function openChunks(
  path: string | URL,
  operation: string,
  signal?: AbortSignal,
): Promise<ChunkedFile> {
  const begin = await withFile(path, operation, async (file) => {
    const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(2) });
    const isGzip = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    return { size: (await file.stat()).size, isGzip };
  });
  return {
    ...begin,
    open: () => readChunks(path, operation, signal),
    readWhole: () => readFile(path, operation, signal),
  };
}

async function* readChunks(
  path: string | URL,
  operation: string,
  signal?: AbortSignal,
): AsyncGenerator<Bytes> {
  const file = await openForReading(path, operation);
  const read = async (buffer: Bytes): Promise<Bytes> => {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    return buffer.subarray(0, bytesRead);
  };
  let [one, other] = [new Uint8Array(chunkSize), new Uint8Array(chunkSize)];
  let ahead = read(one);
  try {
    for (;;) {
      const chunk = await ahead;
      signal?.throwIfAborted();
      if (chunk.length === 0) return;
      [one, other] = [other, one];
      ahead = read(one);
      // Awaiting `ahead` reports a failure; without this handler Node would call it unhandled until then.
      ahead.catch(() => undefined);
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw fileError(operation, String(path), 'cannot be read', error);
  } finally {
    await ahead.catch(() => undefined);
    await file.close();
  }
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function withFile<T>(
  path: string | URL,
  operation: string,
  use: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await openForReading(path, operation);
  try {
    return await use(file);
  } catch (error) {
    throw fileError(operation, String(path), 'cannot be read', error);
  } finally {
    await file.close();
  }
}

async function openForReading(path: string | URL, operation: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw fileError(operation, String(path), isAbsent(error) ? 'is not a file' : 'cannot be read', error);
  }
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** What went wrong with a file, in the words of the system; `what` continues the path: `cannot be read`. */
export function fileError(operation: string, path: string, what: string, cause: unknown): DataError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = {
    code: 'file',
    operation,
    actual: `${path} ${what}`,
    expected: `the system says ${reason}`,
    remedy: 'check the path and its permissions, or pass another path',
  };
  return new DataError(details, { cause });
}
