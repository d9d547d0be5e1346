import { access, constants, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '../../bytes.js';
import { DataError } from '../../errors.js';

/**
 * Writes a file whole or not at all: into a temporary file in the same folder, which then takes the name.
 * Content, then name, are on the disk when the promise resolves; whatever interrupts it, even a crash or a
 * power failure, leaves either the earlier file or the new one. A link is followed and permissions are kept.
 *
 * @param path path or `file:` URL; its folder must exist.
 * @param operation the public call, for messages.
 * @throws DataError `file-folder` (missing), `file-permission`, `file-no-space`, `file-kind` (a directory or a
 * device) or `file`; the earlier file is unchanged.
 */
export async function writeFileAtomic(path: string | URL, bytes: Bytes, operation: string): Promise<void> {
  const name = path instanceof URL ? fileURLToPath(path) : resolve(path);
  try {
    const target = await realTarget(name);
    const mode = await checkTarget(target, name, operation);
    const folder = dirname(target);
    await removeLeftovers(folder);
    const part = join(folder, `${prefix}${process.pid}-${crypto.randomUUID()}${suffix}`);
    try {
      await writeSynced(part, bytes, mode);
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw error instanceof DataError ? error : writeError(name, error, operation);
  }
}

/** A temporary file is named after the machine and the process that write it: see `removeLeftovers`. */
const prefix = `.ferrograd-${hostname().replace(/[^\w.]/g, '_')}-`;
const suffix = '.part';

/** The file that a link points to: renaming onto the link would replace the link. */
async function realTarget(path: string): Promise<string> {
  return realpath(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  });
}

/** Permissions of the earlier file, undefined where there is none; refuses what is no file or may not be written. */
async function checkTarget(target: string, name: string, operation: string): Promise<number | undefined> {
  const found = await stat(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return undefined;
  if (!found.isFile()) throw notAFile(name, found.isDirectory() ? 'a directory' : 'a device', operation);
  await access(target, constants.W_OK);
  return found.mode & 0o7777;
}

/** Writes and syncs a new file with the permissions `mode`. Until it has them, nobody else may read it. */
async function writeSynced(path: string, bytes: Bytes, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode === undefined ? 0o666 : 0o600);
  try {
    await file.writeFile(bytes);
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name durable. Windows and some file systems cannot sync folders, which is no failure. */
async function syncFolder(folder: string): Promise<void> {
  const unsupported = ['EPERM', 'EISDIR', 'EACCES', 'EINVAL', 'ENOTSUP', 'ENOSYS'];
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!unsupported.includes(codeOf(error))) throw error;
  }
}

/** Removes temporary files of this machine's processes that were killed while they saved. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue;
    const pid = parseInt(name.slice(prefix.length), 10);
    if (pid > 0 && !isAlive(pid)) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function notAFile(path: string, kind: string, operation: string): DataError {
  const details = { code: 'file-kind', operation, actual: `${path} is ${kind}` };
  return new DataError({
    ...details,
    expected: 'only files can be written',
    remedy: 'add the name of a file to the path',
  });
}

/** Error codes of the system, and how the message says what happened and what to do. */
const failures = new Map<string, readonly [code: string, what: string, remedy: string]>([
  ['ENOENT', ['file-folder', 'has no folder', 'create the folder first']],
  ['ENOTDIR', ['file-folder', 'has a file where its folder should be', 'name a folder that exists']],
  ['EACCES', ['file-permission', 'may not be written', 'change the permissions, or name another folder']],
  ['EPERM', ['file-permission', 'may not be written', 'change the permissions, or name another folder']],
  ['EROFS', ['file-permission', 'is on a read-only file system', 'name another folder']],
  ['ENOSPC', ['file-no-space', 'does not fit on the disk', 'make room, or name a folder on another disk']],
  ['EDQUOT', ['file-no-space', "exceeds the user's quota", 'make room, or name a folder on another disk']],
  ['EFBIG', ['file-no-space', 'is larger than files may be here', 'raise the limit (ulimit -f)']],
]);

function writeError(path: string, cause: unknown, operation: string): DataError {
  const other = ['file', 'cannot be written', 'check the path, or name another folder'] as const;
  const [code, what, remedy] = failures.get(codeOf(cause)) ?? other;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = {
    code,
    operation,
    actual: `${path} ${what}`,
    expected: `the system says ${reason}`,
    remedy,
  };
  return new DataError(details, { cause });
}
