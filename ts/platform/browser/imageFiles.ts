import { show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import type { ImageFile } from '../contracts.js';

/** Lists the images of a list of files. A page cannot list folders: the user chooses one, and the page gets its files. */
export async function listImages(
  source: unknown,
  extensions: readonly string[],
  operation: string,
): Promise<readonly ImageFile[]> {
  const isList = typeof source === 'object' && source !== null && Symbol.iterator in source;
  if (isList) return fileList(source as Iterable<unknown>, extensions, operation);
  throw new ArgumentError({
    code: 'no-folders',
    operation,
    actual: `the folder is ${show(source)}`,
    expected: 'a page cannot list folders',
    remedy: 'pass the files of an <input type="file" webkitdirectory>',
  });
}

/** The images of a list of files that lie in a folder, whose name, the first part of the path, is the class. */
export function fileList(
  files: Iterable<unknown>,
  extensions: readonly string[],
  operation: string,
): readonly ImageFile[] {
  return [...files]
    .map((file) => {
      if (!(file instanceof Blob)) throw notAFile(file, operation);
      return { file, path: pathOf(file) };
    })
    .filter(
      ({ path }) => path.includes('/') && extensions.includes(path.split('.').at(-1)?.toLowerCase() ?? ''),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ file, path }) => ({
      path,
      folder: path.slice(0, path.indexOf('/')),
      read: async () => new Uint8Array(await file.arrayBuffer()),
    }));
}

/** The path below the chosen folder. Its files have paths that begin with its own name; others may carry one as name. */
function pathOf(file: Blob): string {
  const { webkitRelativePath, name = '' } = file as { webkitRelativePath?: string; name?: string };
  return webkitRelativePath?.slice(webkitRelativePath.indexOf('/') + 1) || name;
}

function notAFile(file: unknown, operation: string): DTypeError {
  return new DTypeError({
    code: 'file-list',
    operation,
    actual: `the list contains ${show(file)}`,
    expected: 'it must be a list of files',
    remedy: 'pass input.files',
  });
}
