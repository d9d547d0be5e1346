import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { inRoot } from '../lib/paths.js';

const types = inRoot('node_modules/numpy-ts/dist/types');

/**
 * numpy-ts under the name `#vendor/numpy-ts.js`: the package as it is, its declarations with file endings.
 *
 * Without endings TypeScript's `nodenext` cannot follow them, and every array would be of type `any`.
 *
 * @param {string} folder
 */
export function writeNumpyTypes(folder) {
  const text = "export * from 'numpy-ts';\n";
  writeFileSync(inRoot(folder, 'numpy-ts.js'), text);
  writeFileSync(inRoot(folder, 'numpy-ts.d.ts'), text.replace('numpy-ts', './numpy-ts/index.js'));
  copyWithEndings(join(types, 'index.d.ts'), inRoot(folder, 'numpy-ts'), new Set());
}

/** @param {string} file @param {string} target @param {Set<string>} done */
function copyWithEndings(file, target, done) {
  if (done.has(file)) return;
  done.add(file);
  /** @type {string[]} */
  const reached = [];
  const text = readFileSync(file, 'utf8')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '')
    .replace(/(from |import\()'(\.[^']*)'/g, (_, before, /** @type {string} */ path) => {
      const ending = existsSync(join(dirname(file), `${path}.d.ts`)) ? '' : '/index';
      reached.push(join(dirname(file), `${path}${ending}.d.ts`));
      return `${before}'${path}${ending}.js'`;
    });
  const copy = join(target, relative(types, file));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, text);
  for (const next of reached) copyWithEndings(next, target, done);
}
