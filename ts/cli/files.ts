import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { writeFileAtomic } from '#platform/atomicWrite.js';

import { ArgumentError, DataError } from '../errors.js';

export interface OutputOptions {
  /** Whether files that exist are replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Refuses, before any work is done, files that exist, that stand for two outputs, or whose folder cannot be
 * written. Paths left out are nothing.
 *
 * @throws DataError, or ArgumentError for the same path twice
 */
export async function checkOutputs(
  command: string,
  paths: readonly (string | undefined)[],
  { force = false }: OutputOptions,
): Promise<void> {
  const files = paths.filter((path) => path !== undefined);
  for (const [index, path] of files.entries()) {
    if (files.some((other, before) => before < index && resolve(other) === resolve(path)))
      throw twice(command, path);
    await checkFolder(command, path);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && !force) throw exists(command, path);
  }
}

/** Writes a file whole or not at all, even when it is interrupted. */
export async function writeOutput(
  command: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  await uninterrupted(() => writeFileAtomic(path, bytes, command));
}

/** Does what must not be left half-done: Ctrl-C ends the program only after it, unless someone listens to it anyway. */
async function uninterrupted(work: () => Promise<void>): Promise<void> {
  if (process.listenerCount('SIGINT') > 0) return work();
  const held = new Set<NodeJS.Signals>();
  const hold = (signal: NodeJS.Signals) => void held.add(signal);
  process.on('SIGINT', hold);
  try {
    await work();
  } finally {
    process.off('SIGINT', hold);
    for (const signal of held) process.kill(process.pid, signal);
  }
}

/** Whether there is a file or folder. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function checkFolder(command: string, path: string): Promise<void> {
  const folder = dirname(resolve(path));
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new DataError(
      {
        code: 'output-folder',
        operation: command,
        actual: `${path} cannot be written`,
        expected: `its folder ${isMissing ? 'is not there' : 'does not allow it'}`,
        remedy: isMissing ? `create it with mkdir -p ${dirname(path)}` : 'name another folder',
      },
      { cause },
    );
  }
}

function exists(command: string, path: string): DataError {
  return new DataError({
    code: 'output-exists',
    operation: command,
    actual: `${path} is there already`,
    expected: 'a file is not replaced unasked',
    remedy: 'pass --force, or name another file',
  });
}

function twice(command: string, path: string): ArgumentError {
  return new ArgumentError({
    code: 'output-twice',
    operation: command,
    actual: `${path} is named for two outputs`,
    expected: 'each needs a file of its own',
    remedy: 'name another file for one of them',
  });
}
