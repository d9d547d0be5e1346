import { execPath } from 'node:process';

import { binPath, exec } from '../lib/run.js';
import { circles } from './circles/index.js';
import { clippyWasm } from './clippyWasm.js';
import { links } from './links/index.js';
import { command } from './result.js';
import { sizes } from './sizes.js';
import { vitest } from './vitest.js';

/** @typedef {import('./result.js').Result} Result */

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<Result>} work
 */

/** @type {Check[]} */
export const checks = [
  { name: 'rustfmt', work: () => command('cargo', ['fmt', '--all', '--check']) },
  {
    name: 'clippy',
    work: () => command('cargo', ['clippy', '--quiet', '--workspace', '--all-targets', '--', '-Dwarnings']),
  },
  { name: 'clippy-wasm', work: clippyWasm },
  { name: 'cargo-test', work: cargoTest },
  { name: 'tsc', work: () => tool('typescript', 'tsc', ['--project', 'tsconfig.test.json']) },
  { name: 'eslint', work: () => tool('eslint', 'eslint', ['--max-warnings', '0', '.']) },
  { name: 'prettier', work: () => tool('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'circles', work: circles },
  { name: 'links', work: links },
  { name: 'sizes', work: sizes },
  { name: 'vitest', work: () => vitest('native*', 'wasm*', 'once', 'cli') },
  { name: 'examples', work: () => vitest('examples') },
  { name: 'browser', work: () => vitest('browser') },
  { name: 'packaging', work: () => vitest('packaging') },
];

/** @param {string} packageName @param {string} bin @param {string[]} args */
const tool = (packageName, bin, args) => command(execPath, [binPath(packageName, bin), ...args]);

/** The Rust tests: every test binary ends with a line of counts. @returns {Promise<Result>} */
async function cargoTest() {
  const { code, output } = await exec('cargo', ['test', '--quiet', '--workspace', '--no-fail-fast'], {
    quiet: true,
  });
  if (code !== 0) process.stdout.write(output);
  const counts = [...output.matchAll(/^test result: .* (\d+) passed; (\d+) failed/gm)];
  const passed = counts.reduce((sum, [, n]) => sum + Number(n), 0);
  const failed = counts.reduce((sum, [, , n]) => sum + Number(n), 0);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}
