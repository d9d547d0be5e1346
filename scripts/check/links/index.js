import { existsSync, readFileSync } from 'node:fs';

import { filesBelow } from '../../lib/files.js';
import { inRoot } from '../../lib/paths.js';
import { brokenLinks, brokenReferences } from './broken.js';

/** Folders that builds and programs write; documents may name them though a fresh clone lacks them. */
const written = readFileSync(inRoot('.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('/'));

/** @type {import('./broken.js').Tree} */
const tree = {
  exists: (path) => existsSync(inRoot(path)) || written.some((folder) => `${path}/`.startsWith(folder)),
  read: (path) => readFileSync(inRoot(path), 'utf8'),
};

/**
 * Documents and code point to one another and stay right: links between Markdown files, from the tour to the
 * functions that it walks through, and from comments to the decisions behind the code.
 *
 * @returns {Promise<import('../result.js').Result>}
 */
export async function links() {
  const files = filesBelow('.');
  const broken = [
    ...files.filter((file) => file.endsWith('.md')).flatMap((file) => brokenLinks(file, tree)),
    ...files
      .filter((file) => /\.(ts|js|rs|py|toml)$/.test(file) && !file.startsWith('test/checks/'))
      .flatMap((file) => brokenReferences(file, tree)),
  ];
  for (const text of broken) console.log(text);
  return { passed: 0, failed: broken.length };
}
