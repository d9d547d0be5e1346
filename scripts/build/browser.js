import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { inRoot } from '../lib/paths.js';
import { Failure } from '../lib/run.js';
import { artifact, replace } from './artifact.js';

const folder = 'dist/browser';

/** The bundle for browsers, made from the modules that tsc wrote. */
export const buildBrowser = () =>
  artifact({
    title: 'browser bundle',
    inputs: ['ts', 'tsconfig.json', 'package.json', 'package-lock.json', 'scripts/build/browser.js', ...glue],
    output: `${folder}/index.js`,
    work: () =>
      replace(folder, async (fresh) => {
        await bundle(fresh);
        checkUrls(fresh);
      }),
  });

/** @param {string} outdir */
async function bundle(outdir) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: inRoot(),
    entryPoints: ['', 'data/', 'numpy/', 'plot/', 'signal/'].map((folder) => `dist/${folder}index.js`),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    target: 'es2022',
    legalComments: 'inline',
    logLevel: 'warning',
    plugins: [withoutNode],
  }).catch(() => {
    throw new Failure('esbuild could not make the browser bundle.');
  });
}

/** numpy-ts asks for Node's files only where it finds Node: no page needs them, and no bundler can resolve them. */
const withoutNode = {
  name: 'without Node',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
      importer.includes('numpy-ts') ? { path, namespace: 'nothing' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'export {};' }));
  },
};

const glue = ['simd128', 'relaxed'].map((variant) => `dist/wasm/${variant}/ferrograd.js`);

/**
 * Browsers and the user's bundler follow `new URL('…', import.meta.url)` from where it stands after bundling:
 * each must lead to a file.
 *
 * @param {string} folder
 */
function checkUrls(folder) {
  const pattern = /new URL\(\s*["'`](.+?)["'`],\s*import\.meta\.url/g;
  for (const name of readdirSync(inRoot(folder), { encoding: 'utf8', recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const file = inRoot(folder, name);
    for (const [, url = ''] of readFileSync(file, 'utf8').matchAll(pattern)) {
      if (existsSync(resolve(dirname(file), url))) continue;
      throw new Failure(`${join(folder, name)} refers to ${url}, which is not there.`);
    }
  }
}
