import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesBelow } from './files.js';
import { inRoot, stateDir } from './paths.js';

/**
 * A hash of everything that a step's result depends on.
 *
 * @param {string[]} paths files and folders of the project; a missing one counts as empty
 * @param {unknown[]} [facts] versions, flags
 */
export function fingerprint(paths, facts = []) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const path of paths) {
    for (const file of filesBelow(path)) hash.update(`\n${file}\n`).update(readFileSync(inRoot(file)));
  }
  return hash.digest('hex');
}

/** Whether the step was last done with this very fingerprint. @param {string} name @param {string} print */
export function isStamped(name, print) {
  try {
    return readFileSync(join(stateDir, name), 'utf8') === print;
  } catch {
    return false;
  }
}

/** Note that the step is done. @param {string} name @param {string} print */
export function stamp(name, print) {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(stateDir, name), print);
}

/** Forget that the step is done, before it starts anew. @param {string} name */
export function unstamp(name) {
  rmSync(join(stateDir, name), { force: true });
}
