import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ArgumentError, DataError, DTypeError } from 'ferrograd';
import { fetchBytes, type FetchOptions, type FetchProgress, fetchText } from 'ferrograd/data';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { expectError } from '../../support/errors.js';
import { startServer } from '../server.js';
import { onTimer } from '../timers.js';

const text = 'x;y\n1;2\nGrüße;3\n';
const body = new TextEncoder().encode(text);
const sha256 = createHash('sha256').update(body).digest('hex');
const serving: RequestListener = (_request, response) => {
  response.setHeader('content-length', body.length).end(body);
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe('fetchBytes and fetchText', () => {
  it('return the body', async () => {
    await using server = await startServer(serving);
    expect(await fetchBytes(server.url)).toEqual(body);
    expect(await fetchText(new URL(server.url), { sha256: sha256.toUpperCase() })).toBe(text);
  });

  it('report progress up to the size of the body', async () => {
    await using server = await startServer(serving);
    const events: FetchProgress[] = [];
    await fetchBytes(server.url, { onProgress: (event) => void events.push(event) });
    expect(events[0]).toEqual({ url: server.url, loaded: 0, total: undefined });
    expect(events.at(-1)).toEqual({ url: server.url, loaded: body.length, total: body.length });
  });

  it('decode other encodings, and name line and offset of bytes that are not text', async () => {
    const latin1 = Buffer.from(text, 'latin1');
    await using server = await startServer((_request, response) => response.end(latin1));
    expect(await fetchText(server.url, { encoding: 'latin1' })).toBe(text);
    await expectError(() => fetchText(server.url), DataError, {
      code: 'text-encoding',
      actual: `${server.url} has the byte 0xfc in line 3 (at offset ${latin1.indexOf(0xfc)})`,
      remedy: /latin1/,
    });
    await expectError(() => fetchText(server.url, { encoding: 'no such' }), ArgumentError, {
      code: 'encoding',
    });
  });

  it('name the end of the body where it cuts a character', async () => {
    await using server = await startServer((_request, response) => response.end(body.subarray(0, 11)));
    await expectError(() => fetchText(server.url), DataError, {
      actual: /ends in the middle of a character/,
    });
  });
});

describe('a failure', () => {
  const timeout = 54_321;
  /** Makes the latest wait for the server expire. */
  let expire: () => void;
  let isStalling = false;
  const options: FetchOptions = {
    retries: 0,
    timeout,
    onProgress({ loaded }) {
      // The wait for the rest, which never comes, begins right after this call.
      if (isStalling && loaded > 0) setImmediate(() => expire());
    },
  };
  const broken: [string, RequestListener, string, RegExp][] = [
    ['404', (_, response) => response.writeHead(404).end('none'), 'http-status', /answered HTTP 404/],
    ['500', (_, response) => response.writeHead(500).end(), 'download', /answered HTTP 500/],
    ['silence', () => expire(), 'download', /sent nothing for 54321 ms/],
    [
      'stalling',
      (_, response) => {
        isStalling = true;
        response.writeHead(200, { 'content-length': 100 }).write('abc');
      },
      'download',
      /sent nothing for 54321 ms/,
    ],
    [
      'breaking off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('abc', () => response.destroy());
      },
      'download',
      /failed/,
    ],
    ['another body', (_, response) => response.end('other'), 'checksum', /has checksum/],
    [
      'an absurd length',
      (_, response) => void response.writeHead(200, { 'content-length': 2 ** 40 }).write('abc'),
      'too-large',
      /1099511627776 bytes/,
    ],
  ];

  it.each(broken)('%s is a DataError, and the cache stays empty', async (_name, listener, code, actual) => {
    await using server = await startServer(listener);
    const cache = join(folder, 'cache');
    isStalling = false;
    onTimer(timeout, (expireTimer) => (expire = expireTimer));
    const error = await expectError(() => fetchBytes(server.url, { ...options, sha256, cache }), DataError, {
      code,
      operation: 'fetchBytes',
      actual,
    });
    expect(error.actual).toContain(server.url);
    expect(await readdir(cache).catch(() => [])).toEqual([]);
  });

  it('that is temporary is followed by a repetition', async () => {
    let failures = 0;
    await using server = await startServer((request, response) => {
      if (failures++ < 2) response.writeHead(503).end();
      else serving(request, response);
    });
    expect(await fetchBytes(server.url)).toEqual(body);
    expect(server.requests).toHaveLength(3);
  });

  it('that is permanent is not followed by a repetition', async () => {
    await using server = await startServer((_, response) => response.writeHead(404).end());
    await expect(fetchBytes(server.url, { retries: 5 })).rejects.toThrow(DataError);
    expect(server.requests).toHaveLength(1);
  });

  it('is thrown for a body above maxBytes before it has ended', async () => {
    await using server = await startServer((_, response) => response.write('x'.repeat(2000)));
    await expectError(() => fetchBytes(server.url, { maxBytes: 1000 }), DataError, { code: 'too-large' });
  });

  it.each(['before the request', 'while the server is silent', 'before a repetition'])(
    'a signal aborted %s makes the call throw its reason',
    async (when) => {
      const reason = new Error('enough');
      const controller = new AbortController();
      await using server = await startServer((_, response) => {
        if (when === 'before a repetition') response.writeHead(503).end();
        else controller.abort(reason);
      });
      if (when === 'before the request') controller.abort(reason);
      // The first repetition waits for 250 ms.
      onTimer(250, () => queueMicrotask(() => controller.abort(reason)));
      await expect(fetchBytes(server.url, { signal: controller.signal })).rejects.toBe(reason);
      expect(server.requests).toHaveLength(when === 'before the request' ? 0 : 1);
    },
  );
});

describe('the cache', () => {
  it.each(['a given', "the user's"])('in %s folder serves the second call', async (which) => {
    vi.stubEnv('XDG_CACHE_HOME', folder);
    await using server = await startServer(serving);
    const options = { cache: which === 'a given' ? join(folder, 'mine') : true };
    expect(await fetchBytes(server.url, options)).toEqual(body);
    expect(await fetchText(server.url, options)).toBe(text);
    expect(await fetchBytes(`${server.url}other`, options)).toEqual(body);
    expect(server.requests).toEqual(['/', '/other']);
  });

  it('is not used without the option', async () => {
    await using server = await startServer(serving);
    await fetchBytes(server.url);
    await fetchBytes(server.url);
    expect(server.requests).toHaveLength(2);
  });

  it('that is damaged is filled again where the checksum differs', async () => {
    await using server = await startServer(serving);
    await fetchBytes(server.url, { cache: folder, sha256 });
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), 'damaged');
    expect(await fetchBytes(server.url, { cache: folder, sha256 })).toEqual(body);
    expect(new Uint8Array(await readFile(join(folder, name)))).toEqual(body);
  });
});

describe('bad arguments', () => {
  const cases: [string, object, RegExp][] = [
    ['an unknown option', { timeOut: 5 }, /timeOut/],
    ['timeout 0', { timeout: 0 }, /timeout is 0/],
    ['a checksum of 3 digits', { sha256: 'abc' }, /sha256 is "abc"/],
    ['a cache that is a number', { cache: 5 }, /cache is 5/],
    ['negative retries', { retries: -1 }, /retries is -1/],
    ['a callback that is not a function', { onProgress: 5 }, /onProgress is 5/],
    ['a signal that is not an AbortSignal', { signal: 5 }, /signal is 5/],
  ];
  it.each(cases)('%s is refused', async (_, options, actual) => {
    const message = 'timeOut' in options ? { message: actual } : { actual };
    await expectError(() => fetchBytes('http://127.0.0.1:9/', options), ArgumentError, message);
  });

  it('an address that is neither text nor URL, or has no scheme, is refused', async () => {
    await expectError(() => fetchBytes(5 as never), DTypeError, { code: 'url' });
    await expectError(() => fetchBytes('nowhere', { retries: 0 }), DataError, { code: 'download' });
  });
});
