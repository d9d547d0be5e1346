import { filesBelow, readAll } from '../lib/files.js';

/** Most lines of a file: beyond, a reader no longer holds it in mind, and it holds more than one thing. */
const MOST_LINES = 400;

/** Files that a script writes. */
const GENERATED = ['ts/data/sets/digitsRows.ts'];

/**
 * No source or test file is long.
 *
 * @returns {Promise<import('./result.js').Result>}
 */
export async function sizes() {
  const files = ['bench', 'crates', 'examples', 'fuzz', 'scripts', 'test', 'ts'].flatMap(filesBelow);
  const sources = files.filter((file) => /\.(ts|js|rs|py)$/.test(file) && !GENERATED.includes(file));
  const found = longFiles(readAll(sources));
  for (const { file, lines } of found)
    console.log(`${file} has ${lines} lines, at most ${MOST_LINES} are allowed.`);
  return { passed: 0, failed: found.length };
}

/** @param {Map<string, string>} texts by path */
export function longFiles(texts) {
  return [...texts]
    .map(([file, text]) => ({ file, lines: text.split('\n').length - Number(text.endsWith('\n')) }))
    .filter(({ lines }) => lines > MOST_LINES);
}
