import { useArrays } from './useArrays.js';

/**
 * The packaged entry points; the test waits for the answer.
 *
 * @returns {Promise<import('./useArrays.js').Answers>}
 */
async function main() {
  const params = new URLSearchParams(location.search);
  const [library, np, signal] = await Promise.all(
    ['library', 'numpy', 'signal'].map((name) => import(params.get(name) ?? '')),
  );
  return useArrays(library, np, signal, new URL('numbers.csv', location.href).href);
}

Object.assign(globalThis, { answers: main() });
