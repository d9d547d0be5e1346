import { inflateRaw } from '#platform/compression.js';
import { type Bytes, type Source, toBytes } from '../bytes.js';
import { boolean, checkOptions, positiveInteger, show } from '../checks.js';
import { tooLarge } from './unpackGzip.js';
import { ArgumentError, DataError } from '../errors.js';
import { namedArrays, type NamedArrays, type ReadArray } from './fileArray.js';
import { decodeNpy, type DecodeNpyOptions, encodeNpy } from './npy.js';
import { corruptZip, readDirectory, type ZipEntry } from './zipDirectory.js';
import { crc32, writeZip } from './zipWrite.js';

export interface EncodeNpzOptions {
  /** Whether arrays are deflated, as `numpy.savez_compressed` does; false by default, since weights hardly shrink. */
  readonly compress?: boolean;
}

export interface DecodeNpzOptions extends DecodeNpyOptions {
  /** Largest size of all arrays together, unpacked, in bytes; 2 GiB by default. */
  readonly maxBytes?: number;
}

const defaultMaxBytes = 2 ** 31;
const extension = '.npy';

/**
 * Writes named arrays as an .npz archive: a zip of .npy files, as `numpy.savez` does.
 *
 * @param arrays a Map or an object of `{ data, shape, dtype? }`
 * @throws DTypeError, ShapeError, ArgumentError for an array or name that cannot be written, or for 4 GiB and more
 * @example
 * const bytes = await encodeNpz({ kernel, bias }, { compress: true });
 */
export async function encodeNpz(
  arrays: NamedArrays,
  options: EncodeNpzOptions = {},
  operation = 'encodeNpz',
): Promise<Bytes> {
  checkOptions(options, ['compress'], operation);
  const compress = boolean(options.compress ?? false, 'compress', operation);
  const files = new Map<string, Bytes>();
  for (const [name, array] of namedArrays(arrays, operation)) {
    checkName(name, operation);
    files.set(`${name}${extension}`, encodeNpy(array, {}, operation));
  }
  return writeZip(files, compress, operation);
}

/**
 * Reads an .npz archive, stored or deflated, of any size that `maxBytes` allows.
 *
 * @returns arrays by name, in the order of the archive, as `decodeNpy` reads them
 * @throws DataError `zip-corrupt` (truncated, wrong checksum, overlapping or impossible sizes, encrypted),
 * `too-large`, `npz-entry` for an entry that is no .npy, or what `decodeNpy` throws, naming the entry
 * @throws DTypeError when `bytes` is not binary data
 * @example
 * const arrays = await decodeNpz(await readFile('weights.npz'));
 * arrays.get('kernel'); // { data, shape, dtype }
 */
export async function decodeNpz(
  bytes: Uint8Array | ArrayBuffer,
  options: DecodeNpzOptions = {},
  source: Source = { operation: 'decodeNpz', name: 'the input' },
): Promise<Map<string, ReadArray>> {
  const { operation, name } = source;
  checkOptions(options, ['maxBytes', 'complex'], operation);
  const maxBytes = positiveInteger(options.maxBytes ?? defaultMaxBytes, 'maxBytes', operation);
  const archive = toBytes(bytes, operation);
  const entries = readDirectory(archive, source);
  const other = entries.find((entry) => !entry.name.endsWith(extension));
  if (other) throw noArray(source, other.name);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > maxBytes) throw tooLarge(source, total, maxBytes);
  const arrays = new Map<string, ReadArray>();
  for (const entry of entries) {
    const entrySource = { operation, name: `${show(entry.name)} of ${name}` };
    arrays.set(
      entry.name.slice(0, -extension.length),
      decodeNpy(await unpackEntry(archive, entry, entrySource), entrySource, options),
    );
  }
  return arrays;
}

async function unpackEntry(archive: Bytes, entry: ZipEntry, source: Source): Promise<Bytes> {
  const { method, start, packedSize, size, crc } = entry;
  const packed = archive.subarray(start, start + packedSize);
  let content = packed;
  try {
    if (method === 'deflated') content = await inflateRaw(packed, size);
  } catch (cause) {
    throw corruptZip(source, `${source.name} cannot be unpacked`, `${size} bytes are announced`, cause);
  }
  if (content.length !== size) {
    throw corruptZip(source, `${source.name} unpacks to ${content.length} bytes`, `${size} are announced`);
  }
  if (crc32(content) === crc) return content;
  throw corruptZip(source, `${source.name} has another checksum than the archive says`, 'they must be equal');
}

function checkName(name: string, operation: string): void {
  const bytes = new TextEncoder().encode(name);
  const isText = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) === name;
  if (name !== '' && isText && !name.includes('\0') && bytes.length < 0xff00) return;
  throw new ArgumentError({
    code: 'npz-name',
    operation,
    actual: `an array is named ${show(name)}`,
    expected: 'a name must have 1 to 65279 bytes in UTF-8, and no lone surrogates or zeros',
    remedy: 'rename the array',
  });
}

function noArray(source: Source, entry: string): DataError {
  return new DataError({
    code: 'npz-entry',
    operation: source.operation,
    actual: `${source.name} has an entry ${show(entry)}`,
    expected: 'an .npz archive holds .npy files only',
    remedy: 'save the arrays with numpy.savez, or a PyTorch model with safetensors',
  });
}
