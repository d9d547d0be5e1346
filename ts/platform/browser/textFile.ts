import { ArgumentError } from '../../errors.js';

/** Throws: pages have no files. */
export async function readText(path: string, operation: string): Promise<string | undefined> {
  throw noFiles(path, operation);
}

/** Throws: pages have no files. */
export async function writeText(path: string, _: string, operation: string): Promise<void> {
  throw noFiles(path, operation);
}

/** Throws: pages have no files. */
export const appendText = writeText;

function noFiles(path: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-files',
    operation,
    actual: `path is ${path}`,
    expected: 'a page cannot read or write files',
    remedy: 'pass write: (line) => …, which takes the lines',
  });
}
