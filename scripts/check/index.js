import { parseArgs } from 'node:util';

import { Failure } from '../lib/run.js';
import { seconds } from '../lib/step.js';
import { checks } from './checks.js';

/**
 * Run the checks in order and end with the line `N passed, N failed`, which sums their tests; a failed check
 * without tests of its own, such as a linter, counts as one.
 *
 * `--keep-going` runs them all even after a failure; names (`eslint`, `vitest`) choose some of them.
 *
 * @param {string[]} args
 */
export async function check(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'keep-going': { type: 'boolean', default: false } },
  });
  const total = { passed: 0, failed: 0, notes: /** @type {string[]} */ ([]) };
  for (const { name, work } of chosen(positionals)) {
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}`);
    const start = performance.now();
    const { passed, failed, notes = [] } = await work();
    console.log(`${failed ? '✗' : '✓'} ${name}: ${count(passed, failed)}${seconds(start)}`);
    total.passed += passed;
    total.failed += failed;
    total.notes.push(...notes);
    if (failed && !values['keep-going']) {
      console.log(`\nStopped at ${name}; --keep-going runs the remaining checks too.`);
      break;
    }
  }
  console.log(['', ...total.notes, `${total.passed} passed, ${total.failed} failed`].join('\n'));
  if (total.failed) throw new Failure('');
}

/** @param {string[]} names */
function chosen(names) {
  const unknown = names.find((name) => !checks.some((one) => one.name === name));
  if (unknown)
    throw new Failure(`There is no check ${unknown}: ${checks.map(({ name }) => name).join(', ')}.`);
  return names.length ? checks.filter(({ name }) => names.includes(name)) : checks;
}

/** @param {number} passed @param {number} failed */
function count(passed, failed) {
  return passed + failed > 0 ? `${passed} passed, ${failed} failed, ` : '';
}
