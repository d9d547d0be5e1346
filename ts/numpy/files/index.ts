import { type NDArray, type NDArrayCore } from '#vendor/numpy-ts.js';
import { readFile } from '#platform/files.js';
import { writeFileAtomic } from '#platform/atomicWrite.js';

import type { NdArray } from '../../array.js';
import { type Bytes, type Source, toBytes } from '../../bytes.js';
import {
  decodeNpy,
  decodeNpz,
  type DecodeNpzOptions,
  encodeNpy,
  encodeNpz,
  type FileArray,
  type NpyOptions,
  type ReadArray,
} from '../../files/index.js';
import { arrayOver, asarray } from '../arrays.js';

/** A file: its path or URL, or its content. */
export type ArraySource = string | URL | Uint8Array | ArrayBuffer;
/** Arrays by name. */
export type ArraysByName =
  Readonly<Record<string, NDArrayCore | NdArray>> | ReadonlyMap<string, NDArrayCore | NdArray>;
export type { NpyOptions } from '../../files/index.js';

export interface LoadNpzOptions {
  /** Most bytes that all arrays together may have when unpacked; default 2 GiB. */
  readonly maxBytes?: number;
}

/**
 * Reads an `.npy` file as an array, or an `.npz` archive as arrays by name, as `numpy.load`. In a browser the path is a
 * URL.
 *
 * @throws DataError for a file that is truncated, corrupt, or contains values that are no numbers, before anything is
 * allocated
 * @example const weights = await np.load('weights.npy');
 */
export async function load(
  source: ArraySource,
  options: LoadNpzOptions = {},
): Promise<NDArray | Record<string, NDArray>> {
  const [bytes, from] = await content(source, 'load');
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isArchive ? readNpz(bytes, options, from) : readNpy(bytes, from);
}

/** Reads an `.npy` file: numbers, booleans and complex numbers, in either byte order, row-major or Fortran. */
export async function loadNpy(source: ArraySource): Promise<NDArray> {
  return readNpy(...(await content(source, 'loadNpy')));
}

/** Reads an `.npz` archive as arrays by name. */
export async function loadNpz(
  source: ArraySource,
  options: LoadNpzOptions = {},
): Promise<Record<string, NDArray>> {
  const [bytes, from] = await content(source, 'loadNpz');
  return readNpz(bytes, options, from);
}

/** Reads the bytes of an `.npy` file. */
export function parseNpy(bytes: Uint8Array | ArrayBuffer): NDArray {
  return readNpy(toBytes(bytes, 'parseNpy'), { operation: 'parseNpy', name: 'the input' });
}

/** Reads the bytes of an `.npz` archive. */
export async function parseNpz(
  bytes: Uint8Array | ArrayBuffer,
  options: LoadNpzOptions = {},
): Promise<Record<string, NDArray>> {
  return readNpz(toBytes(bytes, 'parseNpz'), options, { operation: 'parseNpz', name: 'the input' });
}

/**
 * Writes an array as an `.npy` file, as `numpy.save`. In a browser the file is a download.
 *
 * @throws DataError when the file cannot be written; an existing file is then unchanged
 * @example await np.save('weights.npy', weights);
 */
export async function save(
  path: string | URL,
  array: NDArrayCore | NdArray,
  options: NpyOptions = {},
): Promise<void> {
  await writeFileAtomic(path, encodeNpy(fileArray(array), options, 'save'), 'save');
}

/** Writes arrays by name as an `.npz` archive, as `numpy.savez`. */
export async function savez(path: string | URL, arrays: ArraysByName): Promise<void> {
  await writeFileAtomic(path, await archive(arrays, false, 'savez'), 'savez');
}

/** Writes arrays by name as a compressed `.npz` archive, as `numpy.savez_compressed`. */
export async function savez_compressed(path: string | URL, arrays: ArraysByName): Promise<void> {
  await writeFileAtomic(path, await archive(arrays, true, 'savez_compressed'), 'savez_compressed');
}

/** The bytes of an `.npy` file. */
export function serializeNpy(array: NDArrayCore | NdArray, options: NpyOptions = {}): Bytes {
  return encodeNpy(fileArray(array), options, 'serializeNpy');
}

/** The bytes of an `.npz` archive. */
export async function serializeNpz(
  arrays: ArraysByName,
  options: { compress?: boolean } = {},
): Promise<Bytes> {
  return archive(arrays, options.compress ?? false, 'serializeNpz');
}

export { save as saveNpy, savez as saveNpzFile, loadNpz as loadNpzFile };

function readNpy(bytes: Bytes, source: Source): NDArray {
  return fromFile(decodeNpy(bytes, source, { complex: true }));
}

async function readNpz(
  bytes: Bytes,
  options: LoadNpzOptions,
  source: Source,
): Promise<Record<string, NDArray>> {
  const settings: DecodeNpzOptions = { ...options, complex: true };
  const arrays = await decodeNpz(bytes, settings, source);
  return Object.fromEntries([...arrays].map(([name, array]) => [name, fromFile(array)]));
}

async function archive(arrays: ArraysByName, compress: boolean, operation: string): Promise<Bytes> {
  const entries = arrays instanceof Map ? [...arrays] : Object.entries(arrays);
  const files = new Map(entries.map(([name, array]) => [String(name), fileArray(array as NdArray)]));
  return encodeNpz(files, { compress }, operation);
}

/** An array from a file's content. The reader returns float16 as float32 values, which are narrowed again here. */
function fromFile({ data, shape, dtype }: ReadArray): NDArray {
  const array = arrayOver(data, shape, dtype === 'bfloat16' || dtype === 'float16' ? undefined : dtype);
  return dtype === 'float16' ? array.astype('float16') : array;
}

function fileArray(array: NDArrayCore | NdArray): FileArray {
  const { data, shape, dtype, strides, storage } = asarray(array);
  return { data, shape, dtype, strides, offset: storage.offset } as unknown as FileArray;
}

async function content(source: ArraySource, operation: string): Promise<[Bytes, Source]> {
  const isPath = typeof source === 'string' || source instanceof URL;
  const bytes = isPath ? await readFile(source, operation) : toBytes(source, operation);
  return [bytes, { operation, name: isPath ? String(source) : 'the input' }];
}
