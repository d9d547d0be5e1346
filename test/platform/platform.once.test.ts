import { join } from 'node:path';
import { cacheRoot } from '#platform/files.js';
import { gunzip } from '#platform/compression.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as browser from '../../dist/platform/browser/files.js';
import { gunzip as gunzipInBrowser } from '../../dist/platform/browser/compression.js';
import { gzip } from '../data/idx/encodeIdx.js';
import { startServer } from '../data/server.js';

describe('the cache folder', () => {
  it.each([
    ['linux', {}, join('/home/me', '.cache')],
    ['linux', { XDG_CACHE_HOME: '/var/cache/me' }, '/var/cache/me'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, join('/home/me', '.cache')],
    ['darwin', { XDG_CACHE_HOME: '/var/cache/me' }, join('/home/me', 'Library', 'Caches')],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' }, 'C:\\Users\\me\\AppData\\Local'],
    ['win32', {}, join('/home/me', 'AppData', 'Local')],
  ])('is that of the platform: %s with %o', (platform, env, expected) => {
    expect(cacheRoot(platform, env, '/home/me')).toBe(expected);
  });
});

describe.each([
  ['Node', gunzip],
  ['browsers', gunzipInBrowser],
])('gunzip of %s', (_, unzip) => {
  const content = Uint8Array.from({ length: 50_000 }, (_value, i) => (i * i) % 251);

  it('unpacks what gzip packs', async () => {
    expect(await unzip(gzip(content), content.length)).toEqual(content);
    expect(await unzip(gzip(new Uint8Array(0)), 0)).toHaveLength(0);
  });

  it('rejects corrupt, truncated and longer content', async () => {
    const packed = gzip(content);
    await expect(unzip(packed.subarray(0, -12), content.length)).rejects.toThrow();
    await expect(unzip(packed.with(500, (packed[500] ?? 0) ^ 255), content.length)).rejects.toThrow();
    await expect(unzip(packed, content.length - 1)).rejects.toThrow();
  });
});

describe('files in browsers', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('are found by the first name that the server has, and an HTML page is no file', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/set/b') response.end('found');
      else if (request.url === '/set/a')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      else response.writeHead(404).end();
    });
    const folder = `${server.url}set/`;
    const found = await browser.readFirst(folder, ['missing', 'a', 'b'], 'mnist');
    expect(found).toEqual({ path: `${folder}b`, bytes: new TextEncoder().encode('found') });
    expect(await browser.readFirst(folder, ['a', 'missing'], 'mnist')).toBeUndefined();
    await expect(browser.readFile(`${folder}a`, 'loadIdx')).rejects.toMatchObject({ code: 'file' });
  });

  it('are not kept where there are no caches, or these are closed or full', async () => {
    const refuse = () => Promise.reject(new Error('denied'));
    const full = { open: () => Promise.resolve({ put: refuse, match: () => Promise.resolve(undefined) }) };
    for (const caches of [undefined, { open: refuse }, full]) {
      vi.stubGlobal('caches', caches);
      await browser.writeCached('ferrograd/mnist', 'a', new Uint8Array(1));
      expect(await browser.readCached('ferrograd/mnist', ['a'])).toBeUndefined();
    }
  });

  it('are found in the cache after they were written there', async () => {
    const stored = new Map<string, Response>();
    const cache = {
      put: (key: string, response: Response) => Promise.resolve(void stored.set(key, response)),
      match: (key: string) => Promise.resolve(stored.get(key)?.clone()),
    };
    vi.stubGlobal('caches', { open: () => Promise.resolve(cache) });
    await browser.writeCached('ferrograd/mnist', 'b', Uint8Array.of(1, 2));
    const found = await browser.readCached('ferrograd/mnist', ['a', 'b']);
    expect(found?.bytes).toEqual(Uint8Array.of(1, 2));
  });
});
