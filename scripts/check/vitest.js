import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';

import { stateDir } from '../lib/paths.js';
import { binPath, exec } from '../lib/run.js';

/**
 * Run vitest and count its tests.
 *
 * @param {string[]} args
 * @returns {Promise<import('./checks.js').Result>}
 */
export async function vitest(args) {
  const file = join(stateDir, 'vitest.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await exec(execPath, [binPath('vitest', 'vitest'), 'run', ...reporters, ...args]);
  const { passed, failed, skipped } = read(file);
  // An error outside a test, or no test at all, shows in the exit code alone.
  return {
    passed,
    failed: code === 0 ? failed : Math.max(failed, 1),
    notes: skipped
      ? [`${skipped} tests were skipped (vitest ${args.join(' ')}); its report above says why.`]
      : [],
  };
}

/** @typedef {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>} Report */

/** @param {string} file */
function read(file) {
  try {
    const report = /** @type {Report} */ (JSON.parse(readFileSync(file, 'utf8')));
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
