import { posix } from 'node:path';

import { declares } from './declarations.js';
import { anchorOf, anchorsOf, linksOf, pathsOf } from './markdown.js';

/**
 * The project as the check sees it.
 *
 * @typedef {object} Tree
 * @property {(path: string) => boolean} exists a file or a folder
 * @property {(path: string) => string} read
 */

/**
 * Links of a Markdown document that lead nowhere: the file is gone, the heading, or what a source file declared; and
 * files that it names in backticks, which are gone. Addresses outside of the project are not looked at.
 *
 * @param {string} document its path
 * @param {Tree} tree
 * @returns {string[]} a sentence for each
 */
export function brokenLinks(document, tree) {
  const text = tree.read(document);
  const gone = pathsOf(text).filter(({ target }) => !tree.exists(target));
  const broken = linksOf(text).flatMap(({ target, line }) => {
    if (/^[a-z][a-z+.-]*:|^\/\//i.test(target)) return [];
    const [path = '', anchor = ''] = decodeURIComponent(target).split('#');
    const file = path === '' ? document : posix.normalize(posix.join(posix.dirname(document), path));
    const problem = whatIsMissing(file, anchor, tree);
    return problem ? [`${document}:${line}: ${problem}.`] : [];
  });
  return [...broken, ...gone.map(({ target, line }) => `${document}:${line}: there is no ${target}.`)];
}

/** In comments of code: a document, perhaps with a heading as `docs/….md#anchor` or `docs/….md, "Heading"`. */
const reference = /\b(docs\/[\w/-]+\.md)(?:#([\w-]+)|, "([^"\n]+)")?/g;

/**
 * References to documents in the comments of a source file that lead nowhere.
 *
 * @param {string} file its path
 * @param {Tree} tree
 * @returns {string[]} a sentence for each
 */
export function brokenReferences(file, tree) {
  const text = tree.read(file);
  return [...text.matchAll(reference)].flatMap(({ index, 1: path = '', 2: anchor, 3: heading = '' }) => {
    const problem = whatIsMissing(path, anchor ?? anchorOf(heading), tree);
    return problem ? [`${file}:${text.slice(0, index).split('\n').length}: ${problem}.`] : [];
  });
}

/** @param {string} file @param {string} anchor @param {Tree} tree @returns {string | undefined} */
function whatIsMissing(file, anchor, tree) {
  if (!tree.exists(file)) return `there is no ${file}`;
  if (anchor === '') return undefined;
  if (file.endsWith('.md')) {
    return anchorsOf(tree.read(file)).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
  }
  if (!/\.(ts|js|rs)$/.test(file)) return `${file} has no headings or declarations to name by #${anchor}`;
  return declares(file, tree.read(file), anchor) ? undefined : `${file} declares no ${anchor}`;
}
