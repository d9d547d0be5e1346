import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';

import { inRoot } from '../lib/paths.js';
import { fingerprint, isStamped, stamp, unstamp } from '../lib/stamp.js';
import { step } from '../lib/step.js';

/**
 * Build one part of `dist/`, unless it was built from these very inputs.
 *
 * @param {object} part
 * @param {string} part.title
 * @param {string[]} part.inputs files and folders it is made from
 * @param {unknown[]} [part.facts] versions and flags it depends on
 * @param {string} part.output a path that is there once it is built
 * @param {() => Promise<unknown>} part.work
 */
export async function artifact({ title, inputs, facts, output, work }) {
  const name = `build-${title.replaceAll(' ', '-')}`;
  const print = fingerprint(inputs, facts);
  await step(title, isStamped(name, print) && existsSync(inRoot(output)), async () => {
    unstamp(name);
    await work();
    stamp(name, print);
  });
}

/**
 * Fill a folder anew, beside the old one: until the work is done, running programs keep what they have.
 *
 * @param {string} folder
 * @param {(fresh: string) => Promise<unknown>} work
 */
export async function replace(folder, work) {
  const fresh = `${folder}.new`;
  rmSync(inRoot(fresh), { recursive: true, force: true });
  mkdirSync(inRoot(fresh), { recursive: true });
  try {
    await work(fresh);
  } catch (error) {
    rmSync(inRoot(fresh), { recursive: true, force: true });
    throw error;
  }
  rmSync(inRoot(folder), { recursive: true, force: true });
  renameSync(inRoot(fresh), inRoot(folder));
}
