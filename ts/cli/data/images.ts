import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { ScaledArray } from '../../array.js';
import { imageFolder, loadImage } from '../../data/index.js';
import { DataError } from '../../errors.js';
import type { DataSet, LoadedSamples } from './dataset.js';
import { withCommandErrors } from './commandErrors.js';

export interface ImageOptions {
  /** The command that reads them, for messages. */
  readonly command: string;
  /** Height and width to which images are resized; by default they stay as they are. */
  readonly size?: readonly [number, number] | undefined;
  /** Whether colours are turned into grey. */
  readonly grey?: boolean | undefined;
  /** Names of the classes, where a model has them. */
  readonly classes?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a path ends as those of images do. */
export const isImage = (path: string): boolean => /\.(png|jpe?g)$/i.test(path);

/**
 * Loads a data set from a folder with one folder of images for each class, or from two such folders, `train` and `test`.
 *
 * @throws DataError for images that are damaged or of different sizes, or a folder without images
 */
export async function imageDataSet(path: string, options: ImageOptions): Promise<DataSet> {
  const names = await readdir(path);
  const isDivided = names.includes('train') && names.includes('test');
  const train = await read(isDivided ? join(path, 'train') : path, options);
  const { classNames } = train;
  const test = isDivided ? await read(join(path, 'test'), { ...options, classes: classNames }) : undefined;
  const task = { kind: 'classes' as const, names: classNames };
  return { name: path, train: train.samples, ...(test && { test: test.samples }), task };
}

/** Loads images without classes: one, or all of a folder. */
export async function imageInputs(
  path: string,
  { command, size, grey }: ImageOptions,
): Promise<{ x: ScaledArray<Uint8Array>; files: readonly string[] }> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder ? (await readdir(path, { recursive: true })).filter(isImage).sort() : [];
  const files = isFolder ? names.map((name) => join(path, name)) : [path];
  if (files.length === 0) throw noImages(path, command);
  const images: ScaledArray<Uint8Array>[] = [];
  for (const file of files) {
    images.push(await withCommandErrors(command, () => loadImage(file, { size, greyscale: grey })));
  }
  return { x: stacked(images, files, command), files };
}

async function read(
  path: string,
  { command, size, grey, classes, signal }: ImageOptions,
): Promise<{ samples: LoadedSamples; classNames: readonly string[] }> {
  const options = { size, greyscale: grey, classNames: classes, signal };
  const { x, y, classNames } = await withCommandErrors(command, () => imageFolder(path, options));
  return { samples: { x: grey ? withoutChannel(x) : x, y }, classNames };
}

/** Grey images without their axis of channels: [n, height, width], as the digits are. */
function withoutChannel<A extends ScaledArray>(x: A): A {
  return { ...x, shape: x.shape.slice(0, 3) };
}

function stacked(
  images: readonly ScaledArray<Uint8Array>[],
  files: readonly string[],
  operation: string,
): ScaledArray<Uint8Array> {
  const shape = images[0]?.shape ?? [];
  const other = images.findIndex((image) => image.shape.join() !== shape.join());
  if (other >= 0) throw otherSize(files[other] ?? '', operation);
  const size = images[0]?.data.length ?? 0;
  const data = new Uint8Array(images.length * size);
  images.forEach((image, index) => {
    data.set(image.data, index * size);
  });
  return { data, shape: [images.length, ...shape], scale: 1 / 255 };
}

function noImages(path: string, operation: string): DataError {
  return new DataError({
    code: 'no-images',
    operation,
    actual: `${path} has no images`,
    expected: 'files ending in png, jpg or jpeg are read',
    remedy: 'check the folder',
  });
}

function otherSize(path: string, operation: string): DataError {
  return new DataError({
    code: 'image-size',
    operation,
    actual: `${path} has another size than the images before it`,
    expected: 'and the model does not say which size it takes',
    remedy: 'resize the images',
  });
}
