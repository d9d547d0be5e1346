import { solveProblems } from './solveProblems.js';

/**
 * The packaged build and the problems of the tests; the test waits for the answer.
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
