import { trainDigits } from './train-digits.js';

/**
 * The packaged build, from where package.json puts it for browsers; the test waits for the answer.
 *
 * @returns {Promise<import('./train-digits.js').Trained>}
 */
async function main() {
  const params = new URLSearchParams(location.search);
  const [library, data] = await Promise.all([
    import(params.get('library') ?? ''),
    import(params.get('data') ?? ''),
  ]);
  return trainDigits(library, data);
}

Object.assign(globalThis, { trained: main() });
