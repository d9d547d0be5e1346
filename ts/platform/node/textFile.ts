import { appendFile, readFile, writeFile } from 'node:fs/promises';

import { fileError } from './files.js';

/** Reads a text file; undefined where there is none. */
export async function readText(path: string, operation: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileError(operation, path, 'cannot be read', error);
  }
}

/** Writes a text file, in place of an earlier one. */
export async function writeText(path: string, text: string, operation: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw fileError(operation, path, 'cannot be written', error);
  }
}

/** Appends text to a file. */
export async function appendText(path: string, text: string, operation: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw fileError(operation, path, 'cannot be written', error);
  }
}
