import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../lib/paths.js';
import { Failure } from '../lib/run.js';
import { artifact, replace } from './artifact.js';
import { writeNumpyTypes } from './numpyTypes.js';

const sources = 'scripts/build/vendor';

/** What the package contains instead of depending on it, by name; THIRD_PARTY.md has the licences. */
const modules = {
  jsep: 'jsep',
  papaparse: 'papaparse',
  charts: join(sources, 'charts.js'),
  'encode-png': join(sources, 'encode-png.js'),
  'dejavu-sans': join(sources, 'dejavu-sans.js'),
};

/** Copies of libraries, as `#vendor/<name>.js`. A copy shares no global settings with one that the user loads. */
export const buildVendor = () =>
  artifact({
    title: 'vendored libraries',
    inputs: [
      'package-lock.json',
      'THIRD_PARTY.md',
      'scripts/build/vendor.js',
      'scripts/build/numpyTypes.js',
      sources,
    ],
    output: 'dist/vendor',
    work: () =>
      replace('dist/vendor', async (fresh) => {
        const { build } = await import('esbuild');
        const { metafile } = await build({
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
          metafile: true,
        });
        checkNotices(metafile);
        for (const name of Object.keys(modules)) {
          copyFileSync(inRoot(sources, `${name}.d.ts`), inRoot(join(fresh, `${name}.d.ts`)));
        }
        copyFileSync(inRoot(sources, 'font/dejavu-sans.ttf'), inRoot(join(fresh, 'dejavu-sans.ttf')));
        writeNumpyTypes(fresh);
      }),
  });

/**
 * Every library that is copied into the package needs its notice in THIRD_PARTY.md.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function checkNotices({ outputs }) {
  const notices = readFileSync(inRoot('THIRD_PARTY.md'), 'utf8');
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  const missing = new Set(names.filter((name) => name !== undefined && !notices.includes(name)));
  if (missing.size === 0) return;
  throw new Failure(`THIRD_PARTY.md has no notice for ${[...missing].join(', ')}, which the build contains.`);
}
