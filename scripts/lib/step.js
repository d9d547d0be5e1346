import { Failure } from './run.js';

/**
 * One step of set-up or build: skipped when it is current; otherwise announced, done and timed.
 *
 * @param {string} title
 * @param {boolean} current nothing to do
 * @param {() => Promise<unknown>} work
 */
export async function step(title, current, work) {
  if (current) {
    console.log(`✓ ${title}: up to date`);
    return;
  }
  console.log(`… ${title}`);
  const start = performance.now();
  await work();
  console.log(`✓ ${title}: ${seconds(start)}`);
}

/** The time since `start`, as text. @param {number} start */
export function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Run a command-line program: a {@link Failure} ends it with its sentence and exit code.
 *
 * @param {() => Promise<unknown>} main
 */
export async function program(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.message) console.error(`\n${error.message}`);
    process.exitCode = error.exitCode;
  }
}
