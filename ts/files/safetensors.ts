import { type Bytes, type Source, toBytes } from '../bytes.js';
import { show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { decodeElements, encodeElements } from './elements.js';
import {
  allocateFile,
  type CheckedArray,
  namedArrays,
  type NamedArrays,
  type ReadArray,
} from './fileArray.js';
import { formatNames, longestHeader, readHeader } from './safetensorsHeader.js';

/** The content of a safetensors file. */
export interface Safetensors {
  /** Tensors by name, in the order of their bytes in the file: the format's own library sorts by element type, then name. */
  readonly tensors: ReadonlyMap<string, ReadArray>;
  /** Strings by name, such as `{ format: 'pt' }`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes named arrays and metadata as a safetensors file.
 *
 * A file is the header's length as a little-endian 64-bit integer, the header as JSON padded with spaces to
 * 8 bytes, `{ name: { dtype, shape, data_offsets } }` with strings under `__metadata__`, then the elements of
 * all arrays in row-major order, little-endian. Arrays are sorted by falling alignment and then by name, so the
 * bytes are those that the format's own library writes.
 *
 * @param tensors a Map or an object of `{ data, shape, dtype? }`, of any rank and size
 * @throws DTypeError, ShapeError, ArgumentError for an array, name or string that cannot be written
 * @example
 * const bytes = encodeSafetensors({ weight: { data: Float32Array.of(1, 2), shape: [2] } }, { format: 'pt' });
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(
  tensors: NamedArrays,
  metadata: Readonly<Record<string, string>> = {},
  operation = 'encodeSafetensors',
): Bytes {
  const arrays = namedArrays(tensors, operation).sort(byAlignmentAndName);
  const header = new TextEncoder().encode(headerText(arrays, metadata, operation));
  const headerBytes = Math.ceil(header.length / 8) * 8;
  if (headerBytes > longestHeader) {
    throw refused(operation, `the header takes ${headerBytes} bytes`, `safetensors allows ${longestHeader}`);
  }
  const dataBytes = arrays.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const file = allocateFile(8 + headerBytes + dataBytes, operation);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(header, 8);
  let start = 8 + headerBytes;
  for (const [, { data, dtype, bytes }] of arrays) {
    encodeElements(dtype, data, file.subarray(start, start + bytes));
    start += bytes;
  }
  return file;
}

/**
 * Reads a safetensors file. Element types `F16` and `BF16` are widened to Float32Array, `I64` and `U64` come
 * as BigInts, `BOOL` as zeros and ones; `dtype` of each array is the element type in the file.
 *
 * @throws DataError `safetensors-truncated`, `-header`, `-duplicate`, `-dtype`, `-shape`, `-offsets`, `-size`,
 * `-hole`, `-overlap`, `-trailing` or `-metadata`, naming the tensor, before anything is allocated
 * @throws DTypeError when `bytes` is not binary data
 * @example
 * const { tensors, metadata } = decodeSafetensors(await readFile('net.safetensors'));
 * tensors.get('fc.weight'); // { data: Float32Array, shape: [10, 128], dtype: 'float32' }
 */
export function decodeSafetensors(
  bytes: Uint8Array | ArrayBuffer,
  { operation, name }: Source = { operation: 'decodeSafetensors', name: 'the input' },
): Safetensors {
  const file = toBytes(bytes, operation);
  const { metadata, entries, dataStart } = readHeader(file, { operation, name });
  const tensors = new Map<string, ReadArray>();
  for (const { name: tensor, dtype, shape, start, end } of entries) {
    const data = decodeElements(dtype, file.subarray(dataStart + start, dataStart + end));
    tensors.set(tensor, { data, shape, dtype });
  }
  return { tensors, metadata };
}

type Named = [name: string, array: CheckedArray];

const alignments = [...formatNames.keys()];

function byAlignmentAndName([nameA, a]: Named, [nameB, b]: Named): number {
  return alignments.indexOf(a.dtype) - alignments.indexOf(b.dtype) || (nameA < nameB ? -1 : 1);
}

function headerText(
  arrays: readonly Named[],
  metadata: Readonly<Record<string, string>>,
  operation: string,
): string {
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string')
      throw refused(operation, `metadata.${key} is ${show(text)}`, 'it must be a string');
  }
  let end = 0;
  const entries = arrays.map(([name, { dtype, shape, bytes }]): [string, object] => {
    if (name === '__metadata__')
      throw refused(operation, 'an array is named __metadata__', 'that name is reserved for the metadata');
    const start = end;
    end += bytes;
    return [name, { dtype: formatNames.get(dtype), shape, data_offsets: [start, end] }];
  });
  const hasMetadata = Object.keys(metadata).length > 0;
  // Written entry by entry: an object would put keys such as '10' before all others.
  const members = hasMetadata ? [['__metadata__', metadata] as [string, object], ...entries] : entries;
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

function refused(operation: string, actual: string, expected: string): ArgumentError {
  const remedy = 'change the names, the metadata or the number of arrays';
  return new ArgumentError({ code: 'safetensors-content', operation, actual, expected, remedy });
}
