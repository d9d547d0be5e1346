import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../lib/paths.js';
import { artifact, replace } from './artifact.js';
import { writeNumpyTypes } from './numpy-types.js';

/** Libraries that the package contains instead of depending on them; THIRD_PARTY.md has their licences. */
const libraries = ['jsep', 'papaparse'];

/** Copies of small libraries, as `#vendor/<name>.js`: nobody else's settings reach them, nor ours anybody's. */
export const buildVendor = () =>
  artifact({
    title: 'vendored libraries',
    inputs: [
      'package-lock.json',
      'scripts/build/vendor.js',
      'scripts/build/numpy-types.js',
      'scripts/build/vendor',
    ],
    output: 'dist/vendor',
    work: () =>
      replace('dist/vendor', async (fresh) => {
        const { build } = await import('esbuild');
        await build({
          absWorkingDir: inRoot(),
          entryPoints: libraries,
          outdir: fresh,
          bundle: true,
          format: 'esm',
          target: 'es2022',
          legalComments: 'inline',
          logLevel: 'warning',
        });
        for (const name of libraries) {
          copyFileSync(inRoot('scripts/build/vendor', `${name}.d.ts`), inRoot(join(fresh, `${name}.d.ts`)));
        }
        writeNumpyTypes(fresh);
      }),
  });
