import { posix } from 'node:path';

/** @typedef {import('./tarjan.js').Graph} Graph */

/**
 * `from '…'`, `import '…'`, `import('…')`, the last one of JSDoc types too: a type that is only imported ties two
 * files together for a reader just as a value does.
 */
const imports = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * Which files of TypeScript and JavaScript import which.
 *
 * @param {Map<string, string>} files text by path, with `/` between folders
 * @returns {Graph}
 */
export function typescriptImports(files) {
  return new Map(
    [...files].map(([file, text]) => {
      const specifiers = [...text.matchAll(imports)].map(([, specifier = '']) => specifier);
      const targets = specifiers.map((specifier) => resolve(file, specifier, files));
      return [file, new Set(targets.filter((target) => target !== undefined))];
    }),
  );
}

/** @param {string} from @param {string} specifier @param {Map<string, string>} files */
function resolve(from, specifier, files) {
  const path = posix.join(posix.dirname(from), specifier);
  return [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.d.ts')].find((one) => files.has(one));
}
