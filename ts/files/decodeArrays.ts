import { type Source, toBytes } from '../bytes.js';
import { DataError } from '../errors.js';
import type { ReadArray } from './fileArray.js';
import { decodeNpz } from './npz.js';
import { decodeSafetensors } from './safetensors.js';

/** Arrays of a file, and its metadata, which only safetensors have. */
export interface NamedContent {
  readonly tensors: ReadonlyMap<string, ReadArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Formats that cannot be read, by their first bytes, and how to convert them. */
const otherFormats: readonly [start: readonly number[], what: string, remedy: string][] = [
  [
    [0x89, 0x48, 0x44, 0x46],
    'HDF5, as Keras writes',
    'write its data sets with numpy.savez, each under its path in the file, such as layers/dense/vars/0',
  ],
  [[0x93, 0x4e, 0x55, 0x4d], 'a single .npy array', 'put named arrays into one file with numpy.savez'],
  [
    [0x80],
    'a pickle, as torch.save writes',
    'save with safetensors.torch.save_file(model.state_dict(), path)',
  ],
];

/**
 * Reads named arrays from safetensors or .npz, which it recognises by their first bytes.
 *
 * @throws DataError `weights-format` for anything else, or what `decodeSafetensors` and `decodeNpz` throw
 */
export async function decodeArrays(bytes: Uint8Array | ArrayBuffer, source: Source): Promise<NamedContent> {
  const file = toBytes(bytes, source.operation);
  const startsWith = (start: readonly number[]) => start.every((byte, i) => file[i] === byte);
  // A safetensors file is 8 bytes of length and then a JSON object.
  if (file[8] === 0x7b) return decodeSafetensors(file, source);
  if (startsWith([0x50, 0x4b])) return { tensors: await decodeNpz(file, {}, source), metadata: {} };
  const [, what, remedy] = otherFormats.find(([start]) => startsWith(start)) ?? [];
  throw new DataError({
    code: 'weights-format',
    operation: source.operation,
    actual: `${source.name} is ${what ?? 'in another format'}`,
    expected: 'safetensors and .npz can be read',
    remedy: remedy ?? 'check the file, or save it again in one of these formats',
  });
}
