import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import * as library from 'ferrograd';
import * as data from 'ferrograd/data';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { launchChromium, withTab } from './chromium.js';
import { continueDigits } from './page/continueDigits.js';
import { type Trained, trainDigits } from './page/trainDigits.js';
import { serve, sha256, type StaticServer } from './server.js';

type Part = Parameters<typeof continueDigits>[2];

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const page = fileURLToPath(new URL('page', import.meta.url));

describe('the packaged build in Chromium', () => {
  let server: StaticServer | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = await serve({ '/': page, '/dist/': dist });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('trains on the wasm backend to bitwise the same weights as Node, with the same binary', async () => {
    const { trained, complaints } = await train('wasm');
    const inNode = await trainDigits(library, data);
    expect(complaints).toEqual([]);
    expect(inNode.backend).toBe('wasm');
    expect(trained).toEqual(inNode);
    expect(trained.loss).toHaveLength(3);
    expect(trained.weights.map(({ shape }) => shape)).toEqual([[64, 30], [30], [30, 10], [10]]);
    expect(trained.weights.map(({ bits }) => bits.length)).toEqual(
      [64 * 30, 30, 30 * 10, 10].map((n) => 8 * n),
    );

    const usedByNode = await readFile(`${dist}/wasm/simd128/ferrograd_bg.wasm`);
    expect(wasmFiles()).toEqual([['/dist/wasm/simd128/ferrograd_bg.wasm', sha256(usedByNode)]]);
  });

  test('resumes models that Node saved, and Node resumes its models, with bitwise identical results', async () => {
    const inNode = (part: Part) => continueDigits(library, data, part);
    const whole = await inNode({ initialEpoch: 0, epochs: 4 });
    const first: Part = { initialEpoch: 0, epochs: 4, stop: { epoch: 2, step: 7 } };
    const half = await inNode(first);
    const { halfOfPage, wholeOfPage } = await onPage('wasm', async (tab) => ({
      halfOfPage: await continueOn(tab, first),
      wholeOfPage: await continueOn(tab, { file: half, initialEpoch: 2, epochs: 4 }),
    }));
    expect(sha256(Uint8Array.from(wholeOfPage))).toBe(sha256(Uint8Array.from(whole)));
    expect(sha256(Uint8Array.from(halfOfPage))).toBe(sha256(Uint8Array.from(half)));
    const back = await inNode({ file: halfOfPage, initialEpoch: 2, epochs: 4 });
    expect(sha256(Uint8Array.from(back))).toBe(sha256(Uint8Array.from(whole)));
  });

  test('chooses the relaxed-SIMD build by default', async () => {
    const { trained, complaints } = await train();
    expect(complaints).toEqual([]);
    expect(trained.backend).toBe('wasm-relaxed');
    expect(trained.accuracy).toBeGreaterThan(0.85);
    expect(wasmFiles().map(([path]) => path)).toContain('/dist/wasm/relaxed/ferrograd_bg.wasm');
  });

  test('reports that a browser cannot load the native backend', async () => {
    await expect(train('native')).rejects.toThrow(/backend native could not be loaded/);
  });

  /** Loads the page and waits until it has trained; collects the errors and warnings of the browser. */
  async function train(backend?: string): Promise<{ trained: Trained; complaints: string[] }> {
    return onPage(backend, async (tab, complaints) => {
      const trained = await tab.evaluate(
        () => (globalThis as unknown as { trained: Promise<Trained> }).trained,
      );
      return { trained, complaints };
    });
  }

  function continueOn(tab: Page, part: Part): Promise<number[]> {
    type Continued = (part: Part) => Promise<number[]>;
    return tab.evaluate((part) => (globalThis as unknown as { continued: Continued }).continued(part), part);
  }

  async function onPage<T>(
    backend: string | undefined,
    use: (tab: Page, complaints: string[]) => Promise<T>,
  ): Promise<T> {
    const params = new URLSearchParams({ library: browserEntry('.'), data: browserEntry('./data') });
    if (backend !== undefined) params.set('backend', backend);
    if (!browser || !server) throw new Error('not started');
    return withTab(browser, `${server.origin}/index.html?${params}`, use);
  }

  function wasmFiles() {
    return [...(server?.served ?? [])].filter(([path]) => path.endsWith('.wasm'));
  }
});

/** Where package.json sends a browser, as a path on the server. */
function browserEntry(name: keyof typeof packageJson.exports & ('.' | './data')): string {
  return packageJson.exports[name].browser.slice(1);
}
