import { existsSync, readFileSync } from 'node:fs';
import { versions } from 'node:process';

import { inRoot } from '../lib/paths.js';
import { Failure, npm } from '../lib/run.js';
import { step } from '../lib/step.js';

/** Stop early on a Node that cannot run the project. */
export function checkNodeVersion() {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (isSupported) return;
  throw new Failure(`Node ${versions.node} is too old: install Node 20.19 or later, or 22.12 or later.`);
}

/** Install the packages of package-lock.json. */
export async function setUpNodeModules() {
  await step('npm packages', isInstalled(), () => npm(['ci'], { quiet: true }));
}

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [optional]
 *
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/** Whether node_modules holds what package-lock.json says; npm keeps its own list of what it installed. */
function isInstalled() {
  const installed = packages('node_modules/.package-lock.json');
  const locked = packages('package-lock.json');
  if (!installed || !locked) return false;
  const isMissing = Object.entries(locked)
    .filter(([path, entry]) => path !== '' && !(entry.optional && !installed[path]))
    .some(([path, entry]) => installed[path]?.version !== entry.version);
  return !isMissing && Object.keys(installed).every((path) => path in locked && existsSync(inRoot(path)));
}

/** @param {string} file */
function packages(file) {
  if (!existsSync(inRoot(file))) return undefined;
  return /** @type {Lock} */ (JSON.parse(readFileSync(inRoot(file), 'utf8'))).packages;
}
