import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';

import { stateDir } from '../lib/paths.js';
import { binPath, exec } from '../lib/run.js';

/**
 * Run the tests of some of the projects in vitest.config.ts and count them.
 *
 * @param {...string} projects
 * @returns {Promise<import('./result.js').Result>}
 */
export async function vitest(...projects) {
  const file = join(stateDir, 'vitest.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const chosen = projects.map((name) => `--project=${name}`);
  const { code } = await exec(execPath, [binPath('vitest', 'vitest'), 'run', ...reporters, ...chosen]);
  const { passed, failed, skipped } = read(file);
  // An error outside a test, or no test at all, shows in the exit code alone.
  return {
    passed,
    failed: code === 0 ? failed : Math.max(failed, 1),
    notes: skipped ? [`${skipped} tests were skipped; the report above says which (↓).`] : [],
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
