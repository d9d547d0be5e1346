import { continueDigits } from './continueDigits.js';
import { trainDigits } from './trainDigits.js';

/** Loads the packaged build, from where package.json says that it is for browsers. */
async function packaged() {
  const params = new URLSearchParams(location.search);
  return Promise.all([import(params.get('library') ?? ''), import(params.get('data') ?? '')]);
}

/**
 * Trains; the test waits for the result.
 *
 * @returns {Promise<import('./trainDigits.js').Trained>}
 */
async function main() {
  const [library, data] = await packaged();
  return trainDigits(library, data);
}

/** Resumes a training, when the test calls it. @param {Parameters<typeof continueDigits>[2]} part */
async function continued(part) {
  const [library, data] = await packaged();
  return continueDigits(library, data, part);
}

Object.assign(globalThis, { trained: main(), continued });
