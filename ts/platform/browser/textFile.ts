import { ArgumentError } from '../../errors.js';

/** Pages have no files. */
export async function readText(path: string, operation: string): Promise<string | undefined> {
  throw noFiles(path, operation);
}

export async function writeText(path: string, _: string, operation: string): Promise<void> {
  throw noFiles(path, operation);
}

export const appendText = writeText;

function noFiles(path: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-files',
    operation,
    actual: `path is ${path}`,
    expected: 'a page cannot write files',
    remedy: 'pass write: (line) => …, which takes the lines',
  });
}
