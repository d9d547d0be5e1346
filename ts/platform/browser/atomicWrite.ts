import type { Bytes } from '../../bytes.js';
import { BackendError } from '../../errors.js';

/**
 * Offers a file as a download, under the last part of `path`: a page cannot write into folders, and a
 * download never replaces an earlier file. Resolves when the browser has taken it over.
 *
 * @param operation the public call, for messages.
 * @throws BackendError `no-download` where there is no document, as in a worker.
 */
export async function writeFileAtomic(path: string | URL, bytes: Bytes, operation: string): Promise<void> {
  const { document } = globalThis as { document?: Document };
  if (!document) {
    throw new BackendError({
      code: 'no-download',
      operation,
      actual: 'there is no document here, as in a worker',
      expected: 'a download needs one',
      remedy: 'post the bytes to the page and save them there',
    });
  }
  const blob = new Blob([bytes], {
    type: 'application/octet-stream',
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = String(path).split(/[/\\]/).at(-1) || 'download';
  link.click();
  // The browser reads the address later than this call, some browsers only when the user has agreed.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
