import { posix } from 'node:path';

/** @typedef {import('./tarjan.js').Graph} Graph */

/**
 * `from '…'`, `import '…'`, `import('…')`, the last one of JSDoc types too: a type that is only imported ties two
 * files together for a reader just as a value does.
 */
const imports = /(?:\bfrom|\bimport)\s*\(?\s*['"]((?:\.|#platform\/)[^'"]+)['"]/g;

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
      return [file, new Set(specifiers.flatMap((specifier) => resolve(file, specifier, files)))];
    }),
  );
}

/**
 * The files that an import may load: `#platform/files.js` is one in Node and another in a browser.
 *
 * @param {string} from
 * @param {string} specifier
 * @param {Map<string, string>} files
 */
function resolve(from, specifier, files) {
  const paths = specifier.startsWith('#platform/')
    ? ['node', 'browser'].map((platform) => specifier.replace('#platform', `ts/platform/${platform}`))
    : [posix.join(posix.dirname(from), specifier)];
  return paths.flatMap((path) => {
    const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.d.ts')];
    return candidates.find((one) => files.has(one)) ?? [];
  });
}
