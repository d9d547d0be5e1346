import { readFileSync, readdirSync, statSync } from 'node:fs';

import { inRoot } from './paths.js';

/** Folders that git ignores, wherever they stand. */
const generated = new Set(['node_modules', 'target', 'dist', '.git', '.setup']);

/**
 * All files of a folder of the project, sorted; a missing folder has none, and a file is its own list.
 *
 * @param {string} path relative to the project folder
 * @returns {string[]} paths relative to the project folder, with `/` between folders
 */
export function filesBelow(path) {
  const stats = statSync(inRoot(path), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(inRoot(path))
    .filter((name) => !generated.has(name))
    .sort()
    .flatMap((name) => filesBelow(path === '.' ? name : `${path}/${name}`));
}

/** The text of each file by its path. @param {string[]} paths @returns {Map<string, string>} */
export const readAll = (paths) => new Map(paths.map((path) => [path, readFileSync(inRoot(path), 'utf8')]));
