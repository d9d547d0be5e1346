import { exec } from '../lib/run.js';

/**
 * What a check found. A check without tests of its own, such as a linter, counts its findings as failed.
 *
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [notes] to repeat at the end: what could not be tested
 */

/**
 * The result of a command that is a check by its exit code; its output is shown only where it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import('../lib/run.js').RunOptions} [options]
 * @returns {Promise<Result>}
 */
export async function command(program, args, options) {
  const { code, output } = await exec(program, args, { quiet: true, ...options });
  if (code !== 0) process.stdout.write(output);
  return { passed: 0, failed: code === 0 ? 0 : 1 };
}
