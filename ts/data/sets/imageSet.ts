import type { NdArray, ScaledArray } from '../../array.js';
import { DataError } from '../../errors.js';
import type { FoundFile } from '../../platform/contracts.js';
import { parseIdx } from '../idx/readIdx.js';

/** Images and their classes. */
export interface LabelledImages {
  /** Grey values, shape `[n, height, width]`, as bytes; `value * scale` is in 0 (background) … 1 (ink). */
  readonly x: ScaledArray<Uint8Array>;
  /** Class of each image, shape `[n]`. */
  readonly y: NdArray<Uint8Array>;
}

/** A data set of images, split for training and testing. */
export interface ImageSet {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Reads an IDX file of images and that of their labels, and checks that they have equally many. */
export async function readLabelled(
  images: FoundFile,
  labels: FoundFile,
  operation: string,
): Promise<LabelledImages> {
  const [x, y] = await Promise.all([readBytes(images, 3, operation), readBytes(labels, 1, operation)]);
  if (x.shape[0] !== y.shape[0]) {
    throw misfit(
      operation,
      `${images.path} has ${x.shape[0]} images`,
      `${labels.path} has ${y.shape[0]} labels`,
      'use two files of one data set',
    );
  }
  return { x: { ...x, scale: 1 / 255 }, y };
}

async function readBytes(
  { path, bytes }: FoundFile,
  rank: number,
  operation: string,
): Promise<NdArray<Uint8Array>> {
  const { data, shape } = await parseIdx(bytes, { operation, name: path });
  if (data instanceof Uint8Array && shape.length === rank) return { data, shape };
  const type = data.constructor.name.replace('Array', '').toLowerCase();
  throw misfit(
    operation,
    `${path} holds ${type} of rank ${shape.length}`,
    `it must hold uint8 of rank ${rank}`,
    'check that images and labels are not swapped',
  );
}

function misfit(operation: string, actual: string, expected: string, remedy: string): DataError {
  return new DataError({ code: 'image-set', operation, actual, expected, remedy });
}
