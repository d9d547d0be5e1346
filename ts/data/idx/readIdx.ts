import type { NdArray } from '../../array.js';
import { type Bytes, type Source, toBytes } from '../../bytes.js';
import { positiveInteger } from '../../checks.js';
import { DataError } from '../../errors.js';
import { decodeElements } from '../../files/elements.js';
import { tooLarge, unpackGzip } from '../../files/unpackGzip.js';

/** The arrays that IDX files hold. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxOptions {
  /** Largest unpacked file accepted, in bytes; 2 GiB by default. */
  readonly maxBytes?: number;
}

const defaultMaxBytes = 2 ** 31;

interface ElementType {
  /** Bytes of an element. */
  readonly size: number;
  /** The elements of the file; those of one byte as a view, others in the byte order of this machine. */
  readonly decode: (bytes: Bytes) => IdxData;
}

const bigEndian = (name: 'int16' | 'int32' | 'float32' | 'float64') => (bytes: Bytes) =>
  decodeElements(name, bytes, false) as IdxData;

/** Element types by the third byte of the file. */
const elementTypes = new Map<number, ElementType>([
  [0x08, { size: 1, decode: ({ buffer, byteOffset, length }) => new Uint8Array(buffer, byteOffset, length) }],
  [0x09, { size: 1, decode: ({ buffer, byteOffset, length }) => new Int8Array(buffer, byteOffset, length) }],
  [0x0b, { size: 2, decode: bigEndian('int16') }],
  [0x0c, { size: 4, decode: bigEndian('int32') }],
  [0x0d, { size: 4, decode: bigEndian('float32') }],
  [0x0e, { size: 8, decode: bigEndian('float64') }],
]);

/**
 * Reads an IDX file, the format of MNIST, gzipped or not.
 *
 * A file is `00 00 type rank`, `rank` dimensions as big-endian 32-bit integers, then the elements in
 * row-major order, big-endian. Types: `08` uint8, `09` int8, `0B` int16, `0C` int32, `0D` float32,
 * `0E` float64; rank 0 (one element, shape `[]`) to 255.
 *
 * @param bytes content of the file; one-byte elements are returned as a view on it unless it is gzipped
 * @returns `{ data, shape }`, with `data` of the file's element type
 * @throws DataError `idx-magic`, `idx-type`, `idx-truncated`, `idx-trailing`, `too-large` or
 * `gzip-corrupt`, before anything larger than the file can fill is allocated
 * @throws DTypeError when `bytes` is not binary data; ArgumentError when `maxBytes` is not a positive integer
 * @example
 * const { data, shape } = await readIdx(await readFile('train-images-idx3-ubyte.gz'));
 * @see http://yann.lecun.com/exdb/mnist/ (The IDX file format)
 */
export async function readIdx(
  bytes: Uint8Array | ArrayBuffer,
  options: IdxOptions = {},
): Promise<NdArray<IdxData>> {
  const operation = 'readIdx';
  return parseIdx(toBytes(bytes, operation), { operation, name: 'the input' }, options);
}

/** `readIdx` for another public call; errors name that call and the file. */
export async function parseIdx(
  bytes: Bytes,
  source: Source,
  options: IdxOptions = {},
): Promise<NdArray<IdxData>> {
  const maxBytes = positiveInteger(options.maxBytes ?? defaultMaxBytes, 'maxBytes', source.operation);
  return decode(await unpackGzip(bytes, source, maxBytes), source, maxBytes);
}

function decode(bytes: Bytes, source: Source, maxBytes: number): NdArray<IdxData> {
  if (bytes.length < 4)
    throw truncated(source, bytes.length, 'an IDX file begins with 4 bytes of type and rank');
  const [zero0, zero1, code = 0, rank = 0] = bytes;
  if (zero0 !== 0 || zero1 !== 0) {
    throw malformed(
      source,
      'idx-magic',
      `${source.name} begins with ${hex(bytes.subarray(0, 4))}`,
      'an IDX file begins with 00 00',
    );
  }
  const type = elementTypes.get(code);
  if (type === undefined) {
    const expected =
      'IDX defines 08 (uint8), 09 (int8), 0b (int16), 0c (int32), 0d (float32) and 0e (float64)';
    throw malformed(source, 'idx-type', `${source.name} has element type ${hex([code])}`, expected);
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw truncated(source, bytes.length, `a header of rank ${rank} takes ${start}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  // A product of 255 dimensions may be Infinity, and Infinity · 0 would be NaN: a zero decides first.
  const length = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  const end = start + length * type.size;
  if (end > maxBytes) throw tooLarge(source, end, maxBytes);
  if (bytes.length < end)
    throw truncated(source, bytes.length, `its header [${shape.join(', ')}] announces ${end}`);
  if (bytes.length > end) {
    const expected = `its header [${shape.join(', ')}] announces ${end}`;
    throw malformed(source, 'idx-trailing', `${source.name} has ${bytes.length} bytes`, expected);
  }
  return { data: type.decode(bytes.subarray(start)), shape };
}

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function truncated(source: Source, length: number, expected: string): DataError {
  return malformed(source, 'idx-truncated', `${source.name} ends after ${length} bytes`, expected);
}

function malformed({ operation }: Source, code: string, actual: string, expected: string): DataError {
  return new DataError({ code, operation, actual, expected, remedy: 'copy or download the file again' });
}
