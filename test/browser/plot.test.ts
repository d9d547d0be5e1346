import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import * as plot from 'ferrograd/plot';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { anatomy, difference, largestDifference, readPng } from '../plot/compare.js';
import { gallery } from '../plot/gallery.js';
import { TEST_LIMIT_MS } from '../support/limits.js';
import { launchChromium } from './chromium.js';
import { serve, type StaticServer } from './server.js';

interface Shown {
  svg: string;
  png: number[];
  outside: string[];
  overlapping: string[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pictures = await gallery(plot);
const names = Object.keys(pictures);
/** Folder in which the pictures that Chromium draws are saved, to look at them. */
const looks = process.env['SAVE_PICTURES'];

describe('pictures in Chromium', () => {
  let folder: string | undefined;
  let server: StaticServer | undefined;
  let browser: Browser | undefined;
  let tab: Page;
  let shown: Record<string, Shown>;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferrograd-'));
    await build({
      entryPoints: [here('../plot/gallery.ts')],
      outfile: join(folder, 'gallery.js'),
      bundle: true,
      format: 'esm',
    });
    server = await serve({ '/': here('page'), '/dist/': here('../../dist'), '/built/': folder });
    browser = await launchChromium();
    tab = await browser.newPage();
    tab.setDefaultTimeout(TEST_LIMIT_MS);
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    const entry = (name: '.' | './data' | './plot') => packageJson.exports[name].browser.slice(1);
    const params = { plot: entry('./plot'), library: entry('.'), data: entry('./data') };
    await tab.goto(
      `${server.origin}/plot.html?${new URLSearchParams({ ...params, gallery: '/built/gallery.js' })}`,
    );
    shown = await tab.evaluate(() => (globalThis as unknown as { drawn: () => typeof shown }).drawn());
    if (looks) {
      await mkdir(looks, { recursive: true });
      for (const name of names) {
        await writeFile(join(looks, `${name}-canvas.png`), Uint8Array.from(shown[name]!.png));
        await writeFile(join(looks, `${name}-element.png`), await tab.locator(`#${name}`).screenshot());
      }
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  test('need nothing that a strict policy of the page forbids', () => {
    expect(complaints).toEqual([]);
    expect(Object.keys(shown)).toEqual(names);
  });

  test.each(names)('have the same document as in Node: %s', (name) => {
    const [node, page] = [anatomy(pictures[name]!.svg), anatomy(shown[name]!.svg)];
    expect(page.skeleton).toBe(node.skeleton);
    expect(largestDifference(page.numbers, node.numbers)).toBeLessThan(0.15);
  });

  test.each(names)('have only texts that can be read: %s', (name) => {
    expect(shown[name]).toMatchObject({ outside: [], overlapping: [] });
  });

  test.each(names)('look the same on the page and on a canvas as drawn by resvg: %s', async (name) => {
    const reference = readPng(await readFile(here(`../plot/reference/${name}.png`)));
    const canvas = readPng(Uint8Array.from(shown[name]!.png));
    const element = readPng(await tab.locator(`#${name}`).screenshot());
    expect(difference(reference, canvas, 4)).toBeLessThan(0.005);
    expect(difference(reference, element, 4)).toBeLessThan(0.005);
  });

  test('of a live chart are drawn while fit runs, and show the whole curve in the end', async () => {
    const { drawings, isLast, texts } = await tab.evaluate(() => {
      type Live = () => Promise<{ drawings: number; isLast: boolean; texts: string[] }>;
      return (globalThis as unknown as { live: Live }).live();
    });
    expect(drawings).toBeGreaterThan(1);
    expect(isLast).toBe(true);
    expect(texts).toEqual(
      expect.arrayContaining(['Digits', 'training', 'validation', 'loss', 'accuracy', 'epoch']),
    );
    expect(complaints).toEqual([]);
  });
});
