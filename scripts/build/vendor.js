import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../lib/paths.js';
import { artifact, replace } from './artifact.js';
import { writeNumpyTypes } from './numpy-types.js';

const sources = 'scripts/build/vendor';

/** What the package contains instead of depending on it, by name; THIRD_PARTY.md has the licences. */
const modules = {
  jsep: 'jsep',
  papaparse: 'papaparse',
  charts: join(sources, 'charts.js'),
  'encode-png': join(sources, 'encode-png.js'),
  'dejavu-sans': join(sources, 'dejavu-sans.js'),
};

/** Copies of libraries, as `#vendor/<name>.js`: nobody else's settings reach them, nor ours anybody's. */
export const buildVendor = () =>
  artifact({
    title: 'vendored libraries',
    inputs: ['package-lock.json', 'scripts/build/vendor.js', 'scripts/build/numpy-types.js', sources],
    output: 'dist/vendor',
    work: () =>
      replace('dist/vendor', async (fresh) => {
        const { build } = await import('esbuild');
        await build({
          absWorkingDir: inRoot(),
          entryPoints: modules,
          outdir: fresh,
          bundle: true,
          format: 'esm',
          target: 'es2022',
          minify: true,
          // A picture must not depend on the window that it is drawn in.
          define: { window: 'undefined', it: 'undefined' },
          loader: { '.ttf': 'base64' },
          legalComments: 'inline',
          logLevel: 'warning',
        });
        for (const name of Object.keys(modules)) {
          copyFileSync(inRoot(sources, `${name}.d.ts`), inRoot(join(fresh, `${name}.d.ts`)));
        }
        copyFileSync(inRoot(sources, 'font/dejavu-sans.ttf'), inRoot(join(fresh, 'dejavu-sans.ttf')));
        writeNumpyTypes(fresh);
      }),
  });
