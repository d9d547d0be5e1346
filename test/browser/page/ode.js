import { solveProblems } from './solveProblems.js';

/**
 * Solves the problems of the tests with the packaged build; the test waits for the results.
 *
 * @returns {Promise<import('./solveProblems.js').Solved>}
 */
async function main() {
  const params = new URLSearchParams(location.search);
  const [library, { problems }] = await Promise.all([
    import(params.get('library') ?? ''),
    import(params.get('problems') ?? ''),
  ]);
  return solveProblems(library, problems);
}

Object.assign(globalThis, { solved: main() });
