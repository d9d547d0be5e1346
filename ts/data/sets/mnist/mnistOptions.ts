import { badOption, boolean, checkOptions, number, oneOf } from '../../../checks.js';
import type { DownloadProgress } from '../../../platform/contracts.js';
import { type FileName, fileNames } from './mnistFiles.js';

export interface MnistOptions {
  /** Folder with the four files (a path or `file:` URL; in a browser an address); no other one is searched. */
  readonly dir?: string | URL;
  /** Whether missing files are downloaded; true by default. */
  readonly download?: boolean;
  /** Addresses of folders with the four `.gz` files, tried in turn; by default two public copies of MNIST. */
  readonly mirrors?: readonly string[];
  /**
   * SHA-256 (hexadecimal) of each file, unpacked, by its name without `.gz`; MNIST's by default. For `mirrors` of another
   * set in the same format, which needs a `cacheDir` of its own; FERROGRAD_DATA is then not searched.
   */
  readonly checksums?: Readonly<Partial<Record<FileName, string>>>;
  /** Folder for downloads (in a browser, name of the cache); the user's cache folder by default. */
  readonly cacheDir?: string;
  /** Longest wait for a mirror to send anything, in milliseconds; 30 000 by default. */
  readonly timeout?: number;
  /** Aborts downloads; files that have not arrived whole are not kept. */
  readonly signal?: AbortSignal;
  /** Called as bytes arrive. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Whether Node shows downloads on standard error; true by default without `onProgress`. */
  readonly progress?: boolean;
}

const names = [
  'dir',
  'download',
  'mirrors',
  'checksums',
  'cacheDir',
  'timeout',
  'signal',
  'onProgress',
  'progress',
] satisfies (keyof MnistOptions)[];

/** Refuses unknown options and unusable values before anything is read. */
export function checkMnistOptions(options: MnistOptions, operation: string): void {
  checkOptions(options, names, operation);
  const refuseUnless = (valid: boolean, name: keyof MnistOptions, expected: string, remedy: string) => {
    if (!valid) throw badOption(name, options[name], expected, remedy, operation);
  };
  const { dir, cacheDir, mirrors, checksums, onProgress } = options;
  const isPath = dir === undefined || dir instanceof URL || isText(dir);
  refuseUnless(isPath, 'dir', 'it must be a path or a URL', 'name the folder that holds the four files');
  const isCache = cacheDir === undefined || isText(cacheDir);
  refuseUnless(isCache, 'cacheDir', 'it must be a path', 'name a folder, or leave it out');
  const hasOwnCache = checksums === undefined || cacheDir !== undefined;
  refuseUnless(
    hasOwnCache,
    'cacheDir',
    'another set needs a cache of its own',
    'name a folder besides `checksums`',
  );
  const isList =
    mirrors === undefined || (Array.isArray(mirrors) && mirrors.length > 0 && mirrors.every(isText));
  refuseUnless(
    isList,
    'mirrors',
    'it must list one or more addresses',
    "pass mirrors: ['https://example.org/mnist/'], for example",
  );
  for (const [name, sum] of Object.entries(checksums ?? {})) {
    oneOf(name, fileNames, 'file', operation);
    const isSum = typeof sum === 'string' && /^[0-9a-f]{64}$/i.test(sum);
    refuseUnless(isSum, 'checksums', 'each must be 64 hexadecimal digits', `correct that of ${name}`);
  }
  const isCallback = onProgress === undefined || typeof onProgress === 'function';
  refuseUnless(isCallback, 'onProgress', 'it must be a function', 'pass a callback, or leave it out');
  for (const name of ['download', 'progress'] as const) boolean(options[name] ?? true, name, operation);
  number(options.timeout ?? 1, 'timeout', operation, { lowest: 1 });
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
