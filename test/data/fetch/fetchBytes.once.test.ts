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
  await rm(folder, { recursive: true });
});

describe('fetchBytes and fetchText', () => {
  it('give the body', async () => {
    await using server = await startServer(serving);
    expect(await fetchBytes(server.url)).toEqual(body);
    expect(await fetchText(new URL(server.url), { sha256: sha256.toUpperCase() })).toBe(text);
  });

  it('report progress', async () => {
    await using server = await startServer(serving);
    const events: FetchProgress[] = [];
    await fetchBytes(server.url, { onProgress: (event) => void events.push(event) });
    expect(events[0]).toEqual({ url: server.url, loaded: 0, total: undefined });
    expect(events.at(-1)).toEqual({ url: server.url, loaded: body.length, total: body.length });
  });

  it('decode other encodings, and name the place that is none', async () => {
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

  it('name the end where a character is cut', async () => {
    await using server = await startServer((_request, response) => response.end(body.subarray(0, 11)));
    await expectError(() => fetchText(server.url), DataError, {
      actual: /ends in the middle of a character/,
    });
  });
});

describe('what fails', () => {
  const quick: FetchOptions = { retries: 0, timeout: 300 };
  const broken: [string, RequestListener, string, RegExp][] = [
    ['404', (_, response) => response.writeHead(404).end('none'), 'http-status', /answered HTTP 404/],
    ['500', (_, response) => response.writeHead(500).end(), 'download', /answered HTTP 500/],
    ['silence', () => undefined, 'download', /sent nothing for 300 ms/],
    [
      'stalling',
      (_, response) => void response.writeHead(200, { 'content-length': 100 }).write('abc'),
      'download',
      /sent nothing for 300 ms/,
    ],
    [
      'breaking off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('abc');
        setTimeout(() => response.destroy(), 20);
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

  it.each(broken)('%s is a typed error, and the cache stays empty', async (_, listener, code, actual) => {
    await using server = await startServer(listener);
    const cache = join(folder, 'cache');
    const error = await expectError(() => fetchBytes(server.url, { ...quick, sha256, cache }), DataError, {
      code,
      operation: 'fetchBytes',
      actual,
    });
    expect(error.actual).toContain(server.url);
    expect(await readdir(cache).catch(() => [])).toEqual([]);
  });

  it('is repeated where it may pass', async () => {
    let failures = 0;
    await using server = await startServer((request, response) => {
      if (failures++ < 2) response.writeHead(503).end();
      else serving(request, response);
    });
    expect(await fetchBytes(server.url)).toEqual(body);
    expect(server.requests).toHaveLength(3);
  });

  it('is not repeated where it cannot', async () => {
    await using server = await startServer((_, response) => response.writeHead(404).end());
    await expect(fetchBytes(server.url, { retries: 5 })).rejects.toThrow(DataError);
    expect(server.requests).toHaveLength(1);
  });

  it('too long a body is given up', async () => {
    await using server = await startServer((_, response) => response.write('x'.repeat(2000)));
    await expectError(() => fetchBytes(server.url, { maxBytes: 1000 }), DataError, { code: 'too-large' });
  });

  it.each(['at once', 'while it waits', 'before a repetition'])(
    'an abort %s gives its reason',
    async (when) => {
      await using server = await startServer((_, response) => {
        if (when === 'before a repetition') response.writeHead(503).end();
      });
      const reason = new Error('enough');
      const controller = new AbortController();
      if (when === 'at once') controller.abort(reason);
      else setTimeout(() => controller.abort(reason), 50);
      await expect(fetchBytes(server.url, { signal: controller.signal })).rejects.toBe(reason);
      expect(server.requests).toHaveLength(when === 'at once' ? 0 : 1);
    },
  );
});

describe('the cache', () => {
  it.each(['a folder', "the user's"])('%s answers the second call', async (which) => {
    vi.stubEnv('XDG_CACHE_HOME', folder);
    await using server = await startServer(serving);
    const options = { cache: which === 'a folder' ? join(folder, 'mine') : true };
    expect(await fetchBytes(server.url, options)).toEqual(body);
    expect(await fetchText(server.url, options)).toBe(text);
    expect(await fetchBytes(`${server.url}other`, options)).toEqual(body);
    expect(server.requests).toEqual(['/', '/other']);
  });

  it('is not asked without the option', async () => {
    await using server = await startServer(serving);
    await fetchBytes(server.url);
    await fetchBytes(server.url);
    expect(server.requests).toHaveLength(2);
  });

  it('that is damaged is filled anew where the checksum tells', async () => {
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
    ['half a checksum', { sha256: 'abc' }, /sha256 is "abc"/],
    ['a cache that is a number', { cache: 5 }, /cache is 5/],
    ['negative retries', { retries: -1 }, /retries is -1/],
    ['a callback that is none', { onProgress: 5 }, /onProgress is 5/],
    ['a signal that is none', { signal: 5 }, /signal is 5/],
  ];
  it.each(cases)('%s is refused', async (_, options, actual) => {
    const message = 'timeOut' in options ? { message: actual } : { actual };
    await expectError(() => fetchBytes('http://127.0.0.1:9/', options), ArgumentError, message);
  });

  it('no address', async () => {
    await expectError(() => fetchBytes(5 as never), DTypeError, { code: 'url' });
    await expectError(() => fetchBytes('nowhere', { retries: 0 }), DataError, { code: 'download' });
  });
});
