import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { writeFileAtomic } from '#platform/atomicWrite.js';

import { ArgumentError, DataError } from '../errors.js';

export interface OutputOptions {
  /** Whether existing files are replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Checks, before any work is done, that all output files can be written.
 *
 * @param paths undefined for outputs that are not wanted
 * @throws DataError for a file that exists, or whose folder is missing or may not be written
 * @throws ArgumentError for a path that is named for two outputs
 */
export async function checkOutputs(
  command: string,
  paths: readonly (string | undefined)[],
  { force = false }: OutputOptions,
): Promise<void> {
  const files = paths.filter((path) => path !== undefined);
  for (const [index, path] of files.entries()) {
    if (files.some((other, earlier) => earlier < index && resolve(other) === resolve(path)))
      throw twice(command, path);
    await checkFolder(command, path);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && !force) throw fileExists(command, path);
  }
}

/** Writes a file, whole or not at all, also when Ctrl-C is pressed meanwhile. */
export async function writeOutput(
  command: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  await withoutInterruption(() => writeFileAtomic(path, bytes, command));
}

/**
 * Delays Ctrl-C until the work is done: the signal is held back and sent again afterwards. Where the command listens to
 * Ctrl-C itself, as training does, that listener decides.
 */
async function withoutInterruption(work: () => Promise<void>): Promise<void> {
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

/** Whether a file or folder exists. */
export async function exists(path: string): Promise<boolean> {
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
        expected: `its folder ${isMissing ? 'is not there' : 'may not be written'}`,
        remedy: isMissing ? `create it with mkdir -p ${dirname(path)}` : 'name another folder',
      },
      { cause },
    );
  }
}

function fileExists(command: string, path: string): DataError {
  return new DataError({
    code: 'output-exists',
    operation: command,
    actual: `${path} is there already`,
    expected: 'and files are replaced only on request',
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
