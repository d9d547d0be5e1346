import { fileURLToPath } from 'node:url';

import * as library from 'ferrograd';
import * as np from 'ferrograd/numpy';
import * as signal from 'ferrograd/signal';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { launchChromium } from './chromium.js';
import { type Results, useArrays } from './page/useArrays.js';
import { serve, type StaticServer } from './server.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('arrays and signals in Chromium', () => {
  let server: StaticServer | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = await serve({ '/': here('page'), '/dist/': here('../../dist') });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('have the same results as in Node', async () => {
    const { exports } = packageJson;
    const params = new URLSearchParams({
      library: exports['.'].browser.slice(1),
      numpy: exports['./numpy'].browser.slice(1),
      signal: exports['./signal'].browser.slice(1),
      backend: 'wasm',
    });
    const tab = await browser!.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(`${server!.origin}/numpy.html?${params}`);
    const results = await tab.evaluate(
      () => (globalThis as unknown as { results: Promise<Results> }).results,
    );
    expect(results).toEqual(await useArrays(library, np, signal, here('page/numbers.csv')));
    expect(results['refused']).toContain('line 1, column 1');
    expect(complaints).toEqual([]);
  });
});
