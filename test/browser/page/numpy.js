import { useArrays } from './useArrays.js';

/**
 * Uses the packaged entry points; the test waits for the results.
 *
 * @returns {Promise<import('./useArrays.js').Results>}
 */
async function main() {
  const params = new URLSearchParams(location.search);
  const [library, np, signal] = await Promise.all(
    ['library', 'numpy', 'signal'].map((name) => import(params.get(name) ?? '')),
  );
  return useArrays(library, np, signal, new URL('numbers.csv', location.href).href);
}

Object.assign(globalThis, { results: main() });
