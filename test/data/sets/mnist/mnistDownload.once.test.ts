import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type DownloadProgress, mnist, type MnistOptions } from 'ferrograd/data';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gzip } from '../../idx/encodeIdx.js';
import { startServer } from '../../server.js';
import { onTimer } from '../../timers.js';
import { type Files, names, smallMnist, without, writeFiles } from './smallMnist.js';
import { containing } from '../../text.js';

const { content, files, checksums } = smallMnist(1);
const other = smallMnist(2);
const archives = names.map((name) => `${name}.gz`);

/** Longest wait for a mirror, in milliseconds. No test waits for it: those of silent mirrors make the timer expire. */
const timeout = 54_321;

let cacheDir = '';

beforeEach(async () => {
  cacheDir = join(await mkdtemp(join(tmpdir(), 'mnist-')), 'cache', 'mnist');
  vi.stubEnv('FERROGRAD_DATA', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(join(cacheDir, '..', '..'), { recursive: true });
});

function fetchFrom(mirrors: string[], options: MnistOptions = {}) {
  return mnist({ mirrors, checksums, cacheDir, progress: false, timeout, ...options });
}

/** Serves a set; `special` may respond to requests of some files itself, and then returns true. */
function serving(set: Files, special?: (name: string, response: ServerResponse) => boolean): RequestListener {
  return (request, response) => {
    const name = basename(request.url ?? '').replace('.gz', '') as keyof Files;
    if (special?.(name, response)) return;
    const body = gzip(set[name]);
    response.setHeader('content-length', body.length);
    response.end(body);
  };
}

async function cached(): Promise<string[]> {
  return (await readdir(cacheDir).catch(() => [])).sort();
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'success',
    (error: unknown) => error,
  );
}

describe('the download', () => {
  it('fills the cache, which the second call reads', async () => {
    await using mirror = await startServer(serving(files));
    expect(await fetchFrom([mirror.url])).toEqual(content);
    expect(await cached()).toEqual([...archives].sort());
    expect(mirror.requests).toEqual(archives.map((file) => `/${file}`));
    expect(await fetchFrom([mirror.url])).toEqual(content);
    expect(mirror.requests).toHaveLength(4);
  });

  it('fetches only the files that the cache lacks', async () => {
    await using mirror = await startServer(serving(files));
    const rest = without(files, 't10k-labels-idx1-ubyte');
    await writeFiles(cacheDir, rest);
    expect(await fetchFrom([`${mirror.url}folder`])).toEqual(content);
    expect(mirror.requests).toEqual(['/folder/t10k-labels-idx1-ubyte.gz']);
  });

  it('accepts files that are decompressed on the way', async () => {
    const encoded: RequestListener = (request, response) => {
      const name = basename(request.url ?? '').replace('.gz', '') as keyof Files;
      response.setHeader('content-encoding', 'gzip');
      response.end(gzip(files[name]));
    };
    await using mirror = await startServer(encoded);
    expect(await fetchFrom([mirror.url])).toEqual(content);
    expect(await fetchFrom([mirror.url])).toEqual(content);
  });

  it('reports progress up to the size of each file', async () => {
    await using mirror = await startServer(serving(files));
    const events: DownloadProgress[] = [];
    await fetchFrom([mirror.url], { onProgress: (event) => void events.push(event) });
    expect([...new Set(events.map(({ file }) => file))]).toEqual(archives);
    for (const name of names) {
      const own = events.filter(({ file }) => file === `${name}.gz`);
      const size = gzip(files[name]).length;
      expect(own[0]).toEqual({
        file: `${name}.gz`,
        url: `${mirror.url}${name}.gz`,
        loaded: 0,
        total: undefined,
      });
      expect(own.at(-1)).toMatchObject({ loaded: size, total: size });
    }
  });

  it('throws what onProgress throws, and keeps no part of a file', async () => {
    await using mirror = await startServer(serving(files));
    const stop = new Error('enough');
    const onProgress = ({ file, loaded }: DownloadProgress) => {
      if (file === archives[1] && loaded > 0) throw stop;
    };
    expect(await failureOf(fetchFrom([mirror.url], { onProgress }))).toBe(stop);
    expect(await cached()).toEqual([archives[0]]);
  });
});

describe('a mirror that fails', () => {
  /** Makes the latest wait for a mirror expire. */
  let expire: () => void;
  let isStalling: boolean;
  beforeEach(() => {
    isStalling = false;
    onTimer(timeout, (expireTimer) => (expire = expireTimer));
  });
  const onProgress = ({ loaded }: DownloadProgress) => {
    // The wait for the rest, which never comes, begins right after this call.
    if (isStalling && loaded === 3) setImmediate(() => expire());
  };

  const broken: Record<string, RequestListener> = {
    'sends HTTP 404': (_request, response) => {
      response.writeHead(404).end('no such file');
    },
    'has other files': serving(other.files),
    'sends a page': (_request, response) => {
      response.end('<html>please log in</html>');
    },
    'closes the connection': (request) => {
      request.socket.destroy();
    },
    'breaks off': (_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('abc', () => response.destroy());
    },
    'sends half a file': (request, response) => {
      const name = basename(request.url ?? '').replace('.gz', '') as keyof Files;
      const body = gzip(files[name]);
      response.end(body.subarray(0, body.length / 2));
    },
    'sends nothing': () => expire(),
    'stalls in the middle': (_request, response) => {
      isStalling = true;
      response.writeHead(200, { 'content-length': 1000 }).write('abc');
    },
  };

  it.each(Object.entries(broken))(
    'and %s is replaced by the next one, which stays first',
    async (_name, listener) => {
      await using first = await startServer(listener);
      await using second = await startServer(serving(files));
      const mirrors = [first.url, second.url];
      expect(await fetchFrom(mirrors, { onProgress })).toEqual(content);
      expect(first.requests).toHaveLength(1);
      expect(await cached()).toEqual([...archives].sort());
    },
  );

  it.each(Object.entries(broken))(
    'and %s leaves nothing in the cache where it is alone',
    async (_name, listener) => {
      await using mirror = await startServer(listener);
      const failure = await failureOf(fetchFrom([mirror.url], { onProgress }));
      expect(failure).toMatchObject({ name: 'DataError', code: 'download', operation: 'mnist' });
      expect(await cached()).toEqual([]);
    },
  );

  it('is reported with the others, the folder to fill and the four files', async () => {
    await using lost = await startServer((_request, response) => response.writeHead(404).end());
    await using wrong = await startServer(serving(other.files));
    await using silent = await startServer(() => expire());
    const closed = await startServer(() => undefined);
    await closed[Symbol.asyncDispose]();
    const mirrors = [lost.url, wrong.url, silent.url, closed.url, 'not an address'];
    const failure = await failureOf(fetchFrom(mirrors));
    expect(failure).toMatchObject({ name: 'DataError', code: 'download' });
    const message = (failure as Error).message;
    const parts = [
      `${lost.url}${archives[0]} answered HTTP 404`,
      `${wrong.url}${archives[0]} has checksum`,
      `${silent.url}${archives[0]} sent nothing for 54321 ms`,
      `${closed.url}${archives[0]} failed (ECONNREFUSED)`,
      `not an address/${archives[0]} failed`,
      `into ${cacheDir}`,
      ...archives,
    ];
    for (const part of parts) expect(message).toContain(part);
    expect(message).not.toMatch(/\n|\. /); // one sentence
    expect((failure as Error).cause).toBeInstanceOf(AggregateError);
    expect(((failure as Error).cause as AggregateError).errors).toHaveLength(mirrors.length);
  });
});

describe('an aborted download', () => {
  it('throws the reason before anything is requested', async () => {
    await using mirror = await startServer(serving(files));
    const reason = new Error('changed my mind');
    expect(await failureOf(fetchFrom([mirror.url], { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(mirror.requests).toEqual([]);
  });

  it('throws the reason during a download, tries no other mirror and keeps whole files only', async () => {
    const abort = new AbortController();
    const stalling = serving(files, (name, response) => {
      if (name !== names[2]) return false;
      response.writeHead(200, { 'content-length': 1000 });
      response.write('abc', () => abort.abort());
      return true;
    });
    await using mirror = await startServer(stalling);
    await using second = await startServer(serving(files));
    const failure = await failureOf(fetchFrom([mirror.url, second.url], { signal: abort.signal }));
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(second.requests).toEqual([]);
    expect(await cached()).toEqual(archives.slice(0, 2).sort());
    expect(await fetchFrom([second.url])).toEqual(content);
    expect(second.requests).toHaveLength(2);
  });
});

describe('the cache', () => {
  it('holds the files as the mirror sent them', async () => {
    await using mirror = await startServer(serving(files));
    await fetchFrom([mirror.url]);
    for (const name of names) {
      expect(new Uint8Array(await readFile(join(cacheDir, `${name}.gz`)))).toEqual(gzip(files[name]));
    }
  });

  it('is shared by calls that run at the same time', async () => {
    await using mirror = await startServer(serving(files));
    const sets = await Promise.all([fetchFrom([mirror.url]), fetchFrom([mirror.url])]);
    expect(sets).toEqual([content, content]);
    expect(await cached()).toEqual([...archives].sort());
  });

  it('is named where it cannot be written', async () => {
    await using mirror = await startServer(serving(files));
    const occupied = join(cacheDir, '..', '..', 'file');
    await writeFile(occupied, '');
    const failure = await failureOf(fetchFrom([mirror.url], { cacheDir: join(occupied, 'mnist') }));
    const message = containing(`${join(occupied, 'mnist', archives[0] ?? '')} cannot be written`);
    expect(failure).toMatchObject({ name: 'DataError', code: 'file', message });
  });
});
