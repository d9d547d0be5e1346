import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as library from 'ferrograd';
import * as data from 'ferrograd/data';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import fixtures from '../fixtures/images.json' with { type: 'json' };
import { launchChromium, withTab } from './chromium.js';
import { type Used, useData } from './page/useData.js';
import { serve, type StaticServer } from './server.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const images = fixtures.cases.map(({ name, file }) => ({ name, file }));

describe('data in Chromium', () => {
  let folder = '';
  let server: StaticServer | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferrograd-'));
    await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n3,4\n');
    server = await serve({
      '/': here('page'),
      '/dist/': here('../../dist'),
      '/files/': folder,
    });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true });
  });

  test('are read to bitwise the same values as in Node, with the same binary', async () => {
    const { result, complaints } = await onPage((tab) =>
      tab.evaluate((images) => (globalThis as unknown as { used: Use }).used(images), images),
    );
    const where = { base: `${server?.origin ?? ''}/files`, cache: join(folder, 'cache') };
    const inNode = await useData(library, data, where, images);
    expect(result).toEqual(inNode);
    expect(result.errors).toEqual(['csv-ragged', 'image-truncated', 'http-status', 'checksum']);
    expect(result.fetched).toEqual({ text: 'a,b\n1,2\n3,4\n', again: 12, csv: ['a', 'b'], loaded: 2 });
    // The browser itself reports what a server does not have.
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
    expect([...(server?.served.keys() ?? [])]).toContain('/dist/wasm/readers/readers.wasm');
  });

  test('in folders and missing files are refused, and the module of readers is fetched only when it is needed', async () => {
    const requests: string[] = [];
    const { result } = await onPage((tab) => {
      tab.on('request', (request) => requests.push(request.url()));
      return tab.evaluate(() => (globalThis as unknown as { refused: () => Promise<string[]> }).refused());
    });
    expect(result).toEqual(['no-folders', 'file']);
    expect(requests.filter((url) => url.includes('readers.wasm'))).toEqual([]);
  });

  type Use = (given: typeof images) => Promise<Used>;

  async function onPage<T>(use: (tab: Page) => Promise<T>): Promise<{ result: T; complaints: string[] }> {
    if (!browser || !server) throw new Error('not started');
    const params = new URLSearchParams({
      library: packageJson.exports['.'].browser.slice(1),
      data: packageJson.exports['./data'].browser.slice(1),
      backend: 'wasm',
    });
    return withTab(browser, `${server.origin}/data.html?${params}`, async (tab, complaints) => ({
      result: await use(tab),
      complaints,
    }));
  }
});
