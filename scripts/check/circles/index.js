import { readdirSync } from 'node:fs';

import { filesBelow, readAll } from '../../lib/files.js';
import { inRoot } from '../../lib/paths.js';
import { rustUses } from './rust.js';
import { findCircles, shortestCircle } from './tarjan.js';
import { typescriptImports } from './typescript.js';

/**
 * No file may need itself by way of others: among TypeScript and JavaScript files by imports (of types too), among
 * the files of a Rust crate by `use` and paths. A reader of such a circle has no file to begin with.
 *
 * @returns {Promise<import('../result.js').Result>}
 */
export async function circles() {
  const found = graphs().flatMap((graph) => findCircles(graph).map((members) => describe(graph, members)));
  for (const text of found) console.log(text);
  return { passed: 0, failed: found.length };
}

function graphs() {
  const typescript = ['ts', 'test', 'bench', 'examples']
    .flatMap(filesBelow)
    .filter((file) => file.endsWith('.ts'));
  const scripts = filesBelow('scripts').filter((file) => /\.(js|ts)$/.test(file));
  return [
    typescriptImports(readAll([...typescript, ...scripts])),
    ...readdirSync(inRoot('crates')).map(crateUses),
  ];
}

/** @param {string} crate a folder of `crates/` */
function crateUses(crate) {
  const folder = `crates/${crate}/src/`;
  const texts = readAll(filesBelow(folder.slice(0, -1)).filter((file) => file.endsWith('.rs')));
  const inside = new Map([...texts].map(([file, text]) => [file.slice(folder.length), text]));
  const uses = [...rustUses(inside)];
  return new Map(
    uses.map(([file, targets]) => [folder + file, new Set([...targets].map((target) => folder + target))]),
  );
}

/** @param {import('./tarjan.js').Graph} graph @param {string[]} members */
function describe(graph, members) {
  const shown = members.length > 12 ? [...members.slice(0, 12), '…'] : members;
  return [
    `${members.length} files need one another: ${shown.join(', ')}.`,
    `  The shortest circle: ${shortestCircle(graph, members).join(' → ')}`,
  ].join('\n');
}
