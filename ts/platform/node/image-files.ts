import { readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

import { show } from '../../checks.js';
import { DataError, DTypeError } from '../../errors.js';
import { fileList } from '../browser/image-files.js';
import type { ImageFile } from '../contracts.js';
import { folderPath, readFile } from './files.js';

/** The images in folders of a folder, in the order of their paths; or those of a list of files. */
export async function listImages(
  source: unknown,
  extensions: readonly string[],
  operation: string,
): Promise<readonly ImageFile[]> {
  if (typeof source === 'object' && source !== null && Symbol.iterator in source) {
    return fileList(source as Iterable<unknown>, extensions, operation);
  }
  if (!(source instanceof URL) && (typeof source !== 'string' || source === ''))
    throw notAFolder(source, operation);
  const root = folderPath(source);
  const paths = await readdir(root, { recursive: true }).catch((cause: unknown) => {
    throw unreadable(root, cause, operation);
  });
  return paths
    .filter((path) => path.includes(sep) && extensions.includes(extname(path).slice(1).toLowerCase()))
    .sort()
    .map((path) => ({
      path: join(root, path),
      folder: path.slice(0, path.indexOf(sep)),
      read: () => readFile(join(root, path), operation),
    }));
}

function notAFolder(source: unknown, operation: string): DTypeError {
  return new DTypeError({
    code: 'folder',
    operation,
    actual: `the folder is ${show(source)}`,
    expected: 'it must be a path, a URL or a list of files',
    remedy: "pass such as 'photos/train'",
  });
}

function unreadable(path: string, cause: unknown, operation: string): DataError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = {
    code: 'file',
    operation,
    actual: `${path} cannot be read`,
    expected: `the system says ${reason}`,
    remedy: 'check the path and its permissions, or name another folder',
  };
  return new DataError(details, { cause });
}
