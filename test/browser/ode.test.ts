import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import * as library from 'ferrograd';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { problems } from '../ode/problems/index.js';
import { launchChromium, withTab } from './chromium.js';
import { type Solved, solveProblems } from './page/solveProblems.js';
import { serve, type StaticServer } from './server.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('differential equations in Chromium', () => {
  let folder: string | undefined;
  let server: StaticServer | undefined;
  let browser: Browser | undefined;
  let inNode: Solved;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferrograd-'));
    await build({
      entryPoints: [here('../ode/problems/index.ts')],
      outfile: join(folder, 'problems.js'),
      bundle: true,
      format: 'esm',
    });
    server = await serve({ '/': here('page'), '/dist/': here('../../dist'), '/built/': folder });
    browser = await launchChromium();
    inNode = await solveProblems(library, problems);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  test('are solved by Node in WebAssembly, too', () => {
    expect(inNode.backend).toBe('wasm');
    expect(Object.keys(inNode.results).length).toBeGreaterThan(200);
  });

  test.each(['wasm', undefined])(
    'have bitwise the same solutions as in Node, on the backend %s',
    async (backend) => {
      const { solved, complaints } = await solve(backend);
      expect(complaints).toEqual([]);
      expect(solved.backend).toBe(backend ?? 'wasm-relaxed');
      expect(solved.results).toEqual(inNode.results);
      expect(solved.compiled).toEqual(inNode.compiled);
    },
  );

  /** Loads the page and waits until it has solved everything; collects the errors and warnings of the browser. */
  async function solve(backend?: string): Promise<{ solved: Solved; complaints: string[] }> {
    const params = new URLSearchParams({
      library: packageJson.exports['.'].browser.slice(1),
      problems: '/built/problems.js',
    });
    if (backend !== undefined) params.set('backend', backend);
    if (!browser || !server) throw new Error('not started');
    return withTab(browser, `${server.origin}/ode.html?${params}`, async (tab, complaints) => {
      const solved = await tab.evaluate(() => (globalThis as unknown as { solved: Promise<Solved> }).solved);
      return { solved, complaints };
    });
  }
});
