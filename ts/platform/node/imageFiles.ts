import { readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

import { show } from '../../checks.js';
import { DTypeError } from '../../errors.js';
import { fileList } from '../browser/imageFiles.js';
import type { ImageFile } from '../contracts.js';
import { fileError, folderPath, readFile } from './files.js';

/** Lists the images in the subfolders of a folder, in the order of their paths, or those of a list of files. */
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
    throw fileError(operation, root, 'cannot be read', cause);
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
