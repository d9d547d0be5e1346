import type { TypedArray } from '../array.js';
import type { Bytes } from '../bytes.js';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './half.js';

/** Arrays that files hold: besides those of the library 64-bit integers, which only BigInts hold exactly. */
export type FileData = TypedArray | BigInt64Array | BigUint64Array;

/** An element type in files and in memory. */
interface ElementType {
  /** Bytes of an element in a file. */
  readonly size: number;
  /** Numbers in an element, 2 for complex ones; 1 by default. */
  readonly parts?: 2;
  /** Class of the typed array that holds the values in memory. */
  readonly memory: string;
  /** Reads values from bytes that are in the order of this machine. */
  readonly decode: (buffer: ArrayBuffer) => FileData;
  /** Converts values to those that are stored; by default they are the same. */
  readonly encode?: (data: FileData) => FileData;
}

/** Element types by NumPy's names. */
export const elementTypes = {
  bool: {
    size: 1,
    memory: 'Uint8Array',
    decode: (buffer) => new Uint8Array(buffer).map((byte) => (byte === 0 ? 0 : 1)),
  },
  uint8: { size: 1, memory: 'Uint8Array', decode: (buffer) => new Uint8Array(buffer) },
  int8: { size: 1, memory: 'Int8Array', decode: (buffer) => new Int8Array(buffer) },
  uint16: { size: 2, memory: 'Uint16Array', decode: (buffer) => new Uint16Array(buffer) },
  int16: { size: 2, memory: 'Int16Array', decode: (buffer) => new Int16Array(buffer) },
  float16: {
    size: 2,
    memory: 'Float32Array',
    decode: (buffer) => Float32Array.from(new Uint16Array(buffer), fromFloat16),
    encode: (data) => Uint16Array.from(data as Float32Array, toFloat16),
  },
  bfloat16: {
    size: 2,
    memory: 'Float32Array',
    decode: (buffer) => Float32Array.from(new Uint16Array(buffer), fromBfloat16),
    encode: (data) => Uint16Array.from(data as Float32Array, toBfloat16),
  },
  uint32: { size: 4, memory: 'Uint32Array', decode: (buffer) => new Uint32Array(buffer) },
  int32: { size: 4, memory: 'Int32Array', decode: (buffer) => new Int32Array(buffer) },
  float32: { size: 4, memory: 'Float32Array', decode: (buffer) => new Float32Array(buffer) },
  uint64: { size: 8, memory: 'BigUint64Array', decode: (buffer) => new BigUint64Array(buffer) },
  int64: { size: 8, memory: 'BigInt64Array', decode: (buffer) => new BigInt64Array(buffer) },
  float64: { size: 8, memory: 'Float64Array', decode: (buffer) => new Float64Array(buffer) },
  complex64: { size: 8, parts: 2, memory: 'Float32Array', decode: (buffer) => new Float32Array(buffer) },
  complex128: { size: 16, parts: 2, memory: 'Float64Array', decode: (buffer) => new Float64Array(buffer) },
} as const satisfies Readonly<Record<string, ElementType>>;

export type ElementName = keyof typeof elementTypes;

export const elementNames = Object.keys(elementTypes) as readonly ElementName[];

/** How many numbers an element takes in memory: 2 for complex ones, real and imaginary part, otherwise 1. */
export function partsOf(name: ElementName): number {
  const type: ElementType = elementTypes[name];
  return type.parts ?? 1;
}

const littleEndianHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Reads values from a part of a file, into memory of their own. */
export function decodeElements(name: ElementName, bytes: Bytes, littleEndian = true): FileData {
  const type: ElementType = elementTypes[name];
  const copy = new Uint8Array(bytes);
  if (littleEndian !== littleEndianHost) swap(copy, type.size / partsOf(name));
  return type.decode(copy.buffer);
}

/** Writes values into a part of a file. */
export function encodeElements(name: ElementName, data: FileData, target: Bytes, littleEndian = true): void {
  const type: ElementType = elementTypes[name];
  const stored = type.encode?.(data) ?? data;
  target.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
  if (littleEndian !== littleEndianHost) swap(target, type.size / partsOf(name));
}

/** Reverses the bytes of each element. */
function swap(bytes: Bytes, size: number): void {
  for (let first = 0; first < bytes.length; first += size) {
    for (let low = first, high = first + size - 1; low < high; low++, high--) {
      const byte = bytes[low] ?? 0;
      bytes[low] = bytes[high] ?? 0;
      bytes[high] = byte;
    }
  }
}
