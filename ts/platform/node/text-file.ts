import { appendFile, readFile, writeFile } from 'node:fs/promises';

import { fileError } from './files.js';

/** The content of a file; undefined where there is none. */
export async function readText(path: string, operation: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileError(operation, path, 'cannot be read', error);
  }
}

/** Makes a file, in place of one that is there. */
export async function writeText(path: string, text: string, operation: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw fileError(operation, path, 'cannot be written', error);
  }
}

/** Adds to the end of a file. */
export async function appendText(path: string, text: string, operation: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw fileError(operation, path, 'cannot be written', error);
  }
}
