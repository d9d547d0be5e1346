import { listImages } from '#platform/imageFiles.js';
import type { NdArray, ScaledArray } from '../../array.js';
import type { Bytes } from '../../bytes.js';
import { badOption, checkOptions, positiveInteger, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import type { ImageFile } from '../../platform/contracts.js';
import { type DecodeOptions, decodeOptionNames, openDecoder, readDecodeOptions } from './decodeImage.js';
import { type ImageSize, readSize, resizeImage } from './resizeImage.js';

export interface ImageFolderOptions extends DecodeOptions {
  /** Height and width that all images are resized to; without it all must have one size. */
  readonly size?: ImageSize | undefined;
  /** Extensions of the files that are read, without the dot; png, jpg and jpeg by default. */
  readonly extensions?: readonly string[] | undefined;
  /** Names of the classes in their order; by default the names of the folders, in alphabetical order. */
  readonly classNames?: readonly string[] | undefined;
  /** Largest memory for all images, in bytes; 2 GiB by default. */
  readonly maxBytes?: number | undefined;
  /** Called after each image. */
  readonly onProgress?: ((progress: { readonly loaded: number; readonly total: number }) => void) | undefined;
  /** Aborts the reading; the call throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Images and their classes, which are the folders that they are in. */
export interface ImageFolder {
  /** Images, shape [n, height, width, channels], as bytes with scale 1/255. */
  readonly x: ScaledArray<Uint8Array>;
  /** Class of each image, shape [n]. */
  readonly y: NdArray<Int32Array>;
  readonly classNames: readonly string[];
  /** Path of each image. */
  readonly files: readonly string[];
}

const optionNames = [
  ...decodeOptionNames,
  'size',
  'extensions',
  'classNames',
  'maxBytes',
  'onProgress',
  'signal',
] satisfies (keyof ImageFolderOptions)[];

/**
 * Reads the images of a folder with one folder for each class, such as `cat/1.jpg` and `dog/1.jpg`, in the order of their
 * paths. PNG and JPEG may be mixed; folders inside that of a class belong to the class.
 *
 * @param source path or `file:` URL of the folder, in Node; in a browser the files of an
 * `<input type="file" webkitdirectory>`
 * @returns `{ x, y, classNames, files }`, which `dataset(x, y)` and `fit` take
 * @throws DataError, naming the file: as `decodeImage`, `file`, `image-size` where sizes differ and no `size` is given,
 * `image-folder` where there is no image or a folder is no class, `too-large`
 * @throws ArgumentError for options out of range
 * @example
 * const { x, y, classNames } = await imageFolder('photos/train', { size: [32, 32] });
 * await net.fit(x, y, { epochs: 10 });
 */
export async function imageFolder(
  source: string | URL | Iterable<File>,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const operation = 'imageFolder';
  checkOptions(options, optionNames, operation);
  const settings = readDecodeOptions(options, operation);
  const { size, signal, onProgress } = options;
  const commonSize = size && readSize(size, 'size', operation);
  const maxBytes = positiveInteger(options.maxBytes ?? 2 ** 31, 'maxBytes', operation);
  const extensions = readExtensions(options.extensions ?? ['png', 'jpg', 'jpeg'], operation);
  signal?.throwIfAborted();
  const files = await listImages(source, extensions, operation);
  if (files.length === 0) throw noImages(source, extensions, operation);
  const { classNames, labels } = classesOf(files, options.classNames, operation);
  const decoder = await openDecoder();
  let images: ImageBatch | undefined;
  for (const [index, bytes] of readAhead(files)) {
    signal?.throwIfAborted();
    const name = files[index]?.path ?? '';
    const decoded = decoder(await bytes, settings, { operation, name });
    const image = commonSize ? resizeImage(decoded, commonSize) : decoded;
    images ??= new ImageBatch(image.shape, files.length, maxBytes, operation);
    images.set(index, image.data, image.shape, name);
    onProgress?.({ loaded: index + 1, total: files.length });
  }
  if (!images) throw noImages(source, extensions, operation);
  return {
    x: images.array,
    y: { data: labels, shape: [files.length] },
    classNames,
    files: files.map(({ path }) => path),
  };
}

/** Number of files that are read at the same time. */
const maxReads = 16;

/** The files one by one, while the next ones are being read: reading overlaps with decoding. */
function* readAhead(files: readonly ImageFile[]): Generator<readonly [number, Promise<Bytes>]> {
  const ahead: Promise<Bytes>[] = [];
  for (let index = 0, started = 0; index < files.length; index++) {
    for (; started < Math.min(files.length, index + maxReads); started++) {
      const content = files[started]?.read() ?? Promise.resolve(new Uint8Array(0));
      // The caller awaits it and gets its failure; until then Node must not call it unhandled.
      content.catch(() => undefined);
      ahead.push(content);
    }
    const next = ahead.shift();
    if (next) yield [index, next];
  }
}

/** The array of all images, which the first image gives the shape. */
class ImageBatch {
  readonly array: ScaledArray<Uint8Array>;

  constructor(
    private readonly shape: readonly number[],
    count: number,
    maxBytes: number,
    private readonly operation: string,
  ) {
    const size = shape.reduce((product, length) => product * length, count);
    if (size > maxBytes) throw tooMany(count, size, maxBytes, operation);
    this.array = { data: new Uint8Array(size), shape: [count, ...shape], scale: 1 / 255 };
  }

  set(index: number, data: Uint8Array, shape: readonly number[], name: string): void {
    if (shape.some((size, axis) => size !== this.shape[axis]))
      throw otherSize(name, shape, this.shape, this.operation);
    this.array.data.set(data, index * data.length);
  }
}

function classesOf(files: readonly ImageFile[], names: readonly string[] | undefined, operation: string) {
  const classNames = names ?? [...new Set(files.map(({ folder }) => folder))].sort();
  const labels = Int32Array.from(files, ({ folder, path }) => {
    const label = classNames.indexOf(folder);
    if (label >= 0) return label;
    throw new DataError({
      code: 'image-folder',
      operation,
      actual: `${path} is in the folder ${show(folder)}`,
      expected: `it must be one of the classes ${classNames.join(', ')}`,
      remedy: 'move the file, or add the folder to `classNames`',
    });
  });
  return { classNames, labels };
}

function readExtensions(extensions: unknown, operation: string): readonly string[] {
  const isExtension = (name: unknown): name is string => typeof name === 'string' && /^\w+$/.test(name);
  if (Array.isArray(extensions) && extensions.length > 0 && extensions.every(isExtension)) {
    return extensions.map((name) => name.toLowerCase());
  }
  const expected = 'it must list one or more extensions without the dot';
  throw badOption('extensions', extensions, expected, "pass extensions: ['png', 'jpg']", operation);
}

function noImages(source: unknown, extensions: readonly string[], operation: string): DataError {
  return new DataError({
    code: 'image-folder',
    operation,
    actual: `${typeof source === 'string' || source instanceof URL ? String(source) : 'the list'} has no images in folders`,
    expected: `files ending in ${extensions.join(', ')} are read, from one folder for each class`,
    remedy: 'check the folder, or pass `extensions`',
  });
}

function otherSize(
  name: string,
  [height = 0, width = 0]: readonly number[],
  [firstHeight = 0, firstWidth = 0]: readonly number[],
  operation: string,
): DataError {
  return new DataError({
    code: 'image-size',
    operation,
    actual: `${name} has ${height} × ${width} pixels`,
    expected: `the images before it have ${firstHeight} × ${firstWidth}`,
    remedy: `pass size: [${firstHeight}, ${firstWidth}] to resize all to one size`,
  });
}

function tooMany(count: number, size: number, maxBytes: number, operation: string): DataError {
  return new DataError({
    code: 'too-large',
    operation,
    actual: `${count} images take ${size} bytes`,
    expected: `at most ${maxBytes} are accepted`,
    remedy: 'pass a smaller `size`, raise `maxBytes`, or read them in batches with loadImage',
  });
}
