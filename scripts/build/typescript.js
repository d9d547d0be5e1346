import { readdirSync, rmSync } from 'node:fs';

import { inRoot } from '../lib/paths.js';
import { runBin } from '../lib/run.js';
import { artifact } from './artifact.js';

/** The folders of `dist/` that other steps of the build fill. */
const otherSteps = new Set(['native', 'wasm', 'browser', 'vendor']);

/** The JavaScript modules and declarations of `ts/`, which Node runs as they are. */
export const buildTypescript = () =>
  artifact({
    title: 'TypeScript',
    inputs: [
      'ts',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
      'scripts/build/vendor',
      'scripts/build/numpyTypes.js',
      ...declarations,
    ],
    output: 'dist/index.js',
    work: async () => {
      clear();
      await runBin('typescript', 'tsc', [], { quiet: true });
    },
  });

/** The declarations that wasm-bindgen writes, which `ts/` imports. */
const declarations = ['simd128', 'relaxed'].map((variant) => `dist/wasm/${variant}/ferrograd.d.ts`);

/** Remove old output, so that a module deleted from `ts/` goes from the package too. */
function clear() {
  for (const entry of readdirSync(inRoot('dist'))) {
    if (!otherSteps.has(entry)) rmSync(inRoot('dist', entry), { recursive: true });
  }
}
