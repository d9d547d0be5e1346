import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { DataError } from '../../errors.js';

/** Reads a text file; undefined where there is none. */
export async function readText(path: string, operation: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileError(path, 'cannot be read', operation, error);
  }
}

/** Writes a text file, in place of an earlier one. */
export async function writeText(path: string, text: string, operation: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw fileError(path, 'cannot be written', operation, error);
  }
}

/** Appends text to a file. */
export async function appendText(path: string, text: string, operation: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw fileError(path, 'cannot be written', operation, error);
  }
}

function fileError(path: string, what: string, operation: string, cause: unknown): DataError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = {
    code: 'file',
    operation,
    actual: `${path} ${what}`,
    expected: `the system says ${reason}`,
    remedy: 'check the path and its permissions, or name another file',
  };
  return new DataError(details, { cause });
}
