import { DataError } from '../../../errors.js';
import { openDownloadDisplay } from '#platform/downloadDisplay.js';
import {
  cacheFolder,
  dataFolders,
  folderPath,
  howToProvide,
  readCached,
  readFirst,
  writeCached,
} from '#platform/files.js';
import type { FoundFile } from '../../../platform/contracts.js';
import { download } from '../../fetch/download.js';
import { type ImageSet, readLabelled } from '../imageSet.js';
import {
  type FileName,
  fileNames,
  mnistChecksums,
  mnistMirrors,
  namesText,
  possibleNames,
} from './mnistFiles.js';
import { checkMnistOptions, type MnistOptions } from './mnistOptions.js';

const operation = 'mnist';

/**
 * The MNIST data set: 60,000 handwritten digits to train with and 10,000 to test with.
 *
 * Searches `dir` and no other folder if it is passed; otherwise `mnist/` under the environment variable
 * FERROGRAD_DATA, then the user's cache folder (`~/.cache/ferrograd/mnist`, on macOS under
 * `~/Library/Caches`, on Windows under `%LOCALAPPDATA%`). Missing files are downloaded into that folder, 11 MB in all. Files may
 * be gzipped or not, and named `train-images-idx3-ubyte` or `train-images.idx3-ubyte`.
 *
 * @returns `{ train: { x, y }, test: { x, y } }`: x of shape `[60000, 28, 28]`, bytes with scale 1/255;
 * y of shape `[60000]`, the digits 0…9.
 * @throws DataError when files are missing (`not-found`), cannot be downloaded (`download`), are corrupt
 * (see `readIdx`) or belong to different sets (`image-set`); ArgumentError for unusable options. An aborted
 * call throws the signal's reason.
 * @example
 * const { train, test } = await mnist();
 * await net.fit(train.x, train.y, { epochs: 30, batchSize: 10, validationData: [test.x, test.y] });
 * @see Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits
 */
export async function mnist(options: MnistOptions = {}): Promise<ImageSet> {
  checkMnistOptions(options, operation);
  options.signal?.throwIfAborted();
  const files = await locate(options);
  const [train, test] = await Promise.all([
    readLabelled(files['train-images-idx3-ubyte'], files['train-labels-idx1-ubyte'], operation),
    readLabelled(files['t10k-images-idx3-ubyte'], files['t10k-labels-idx1-ubyte'], operation),
  ]);
  return { train, test };
}

type Files = Record<FileName, FoundFile>;

async function locate(options: MnistOptions): Promise<Files> {
  const { dir, checksums } = options;
  if (dir !== undefined) {
    const files = await readAll(dir, readFirst);
    if (isComplete(files)) return files;
    throw notFound(folderPath(dir), files, 'put them there, or leave `dir` out to search and download');
  }
  // Other checksums mean another set, which is not in the folder where the user keeps MNIST.
  for (const folder of checksums ? [] : dataFolders('mnist')) {
    const files = await readAll(folder, readFirst);
    if (isComplete(files)) return files;
  }
  const cache = options.cacheDir ?? cacheFolder('mnist');
  const files = await readAll(cache, readCached);
  if (isComplete(files)) return files;
  const remedy = howToProvide(namesText(fileNames), folderPath(cache));
  if (options.download === false)
    throw notFound(folderPath(cache), files, `allow the download, or ${remedy}`);
  return downloadMissing(files, cache, remedy, options);
}

async function readAll<Folder>(
  folder: Folder,
  read: (folder: Folder, names: readonly string[], operation: string) => Promise<FoundFile | undefined>,
): Promise<Partial<Files>> {
  const found: Partial<Files> = {};
  const readOne = async (name: FileName) => {
    const file = await read(folder, possibleNames(name), operation);
    if (file) found[name] = file;
  };
  await Promise.all(fileNames.map(readOne));
  return found;
}

function isComplete(files: Partial<Files>): files is Files {
  return fileNames.every((name) => files[name]);
}

/** Downloads the missing files into the cache, one by one: a call after an interrupted one fetches only the rest. */
async function downloadMissing(
  files: Partial<Files>,
  cache: string,
  remedy: string,
  options: MnistOptions,
): Promise<Files> {
  const { timeout = 30_000, signal, onProgress, progress = !onProgress } = options;
  const mirrors = [...(options.mirrors ?? mnistMirrors)];
  const checksums = { ...mnistChecksums, ...options.checksums };
  const display = progress ? await openDownloadDisplay(operation) : undefined;
  const fetched = async (name: FileName): Promise<FoundFile> => {
    const file = `${name}.gz`;
    const bytes = await download({
      operation,
      file,
      mirrors,
      sha256: checksums[name].toLowerCase(),
      timeout,
      signal,
      remedy: `check the network, or ${remedy}`,
      onProgress(event) {
        display?.update(event);
        onProgress?.(event);
      },
    });
    await writeCached(cache, file, bytes, operation);
    return { path: file, bytes };
  };
  try {
    for (const name of fileNames) files[name] ??= await fetched(name);
  } finally {
    display?.close();
  }
  return files as Files;
}

function notFound(folder: string, files: Partial<Files>, remedy: string): DataError {
  const missing = fileNames.filter((name) => !files[name]);
  return new DataError({
    code: 'not-found',
    operation,
    actual: `${folder} lacks ${namesText(missing)}`,
    expected: 'MNIST is four files (with .gz or without)',
    remedy,
  });
}
