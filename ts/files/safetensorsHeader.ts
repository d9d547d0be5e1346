import { show } from '../checks.js';
import type { Bytes, Source } from '../bytes.js';
import { DataError } from '../errors.js';
import { shapeText } from '../shape.js';
import { type ElementName, elementTypes } from './elements.js';
import { elementCount } from './fileArray.js';
import { duplicateKey } from './jsonKeys.js';

/** What the header says of one tensor; offsets count from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly metadata: Record<string, string>;
  /** In the order of their bytes. */
  readonly entries: readonly TensorEntry[];
  /** Where the tensors' bytes begin. */
  readonly dataStart: number;
}

/** The format's names, in the order in which its own library writes them: by falling alignment. */
export const formatNames = new Map<ElementName, string>([
  ['uint64', 'U64'],
  ['int64', 'I64'],
  ['float64', 'F64'],
  ['float32', 'F32'],
  ['uint32', 'U32'],
  ['int32', 'I32'],
  ['bfloat16', 'BF16'],
  ['float16', 'F16'],
  ['uint16', 'U16'],
  ['int16', 'I16'],
  ['int8', 'I8'],
  ['uint8', 'U8'],
  ['bool', 'BOOL'],
]);
const elementsByFormat = new Map([...formatNames].map(([element, format]) => [format, element]));

/** The limit of the format's own library. */
export const longestHeader = 100_000_000;

/** Reads and checks a header: afterwards every tensor's bytes are known to be in the file. */
export function readHeader(bytes: Bytes, source: Source): Header {
  const { name } = source;
  if (bytes.length < 8) {
    throw broken(
      source,
      'truncated',
      `${name} ends after ${bytes.length} bytes`,
      'the header length takes 8',
    );
  }
  const announced = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (announced > longestHeader) {
    const expected = `safetensors allows ${longestHeader}`;
    throw broken(source, 'header', `${name} announces a header of ${String(announced)} bytes`, expected);
  }
  const dataStart = 8 + Number(announced);
  if (bytes.length < dataStart) {
    const expected = `its header reaches to ${dataStart}`;
    throw broken(source, 'truncated', `${name} ends after ${bytes.length} bytes`, expected);
  }
  const { __metadata__: metadata, ...tensors } = parse(bytes.subarray(8, dataStart), source);
  const entries = Object.entries(tensors).map(([tensor, info]) => readEntry(tensor, info, source));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  checkCover(entries, bytes.length - dataStart, source);
  return { metadata: readMetadata(metadata, source), entries, dataStart };
}

function parse(bytes: Bytes, source: Source): Record<string, unknown> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw broken(source, 'header', `the header of ${source.name} is not JSON`, 'it must be', cause);
  }
  if (!isObject(value)) {
    throw broken(source, 'header', `the header of ${source.name} is ${show(value)}`, 'it must be an object');
  }
  const twice = duplicateKey(text);
  if (twice === undefined) return value;
  const actual = `the header of ${source.name} has ${show(twice)} twice`;
  throw broken(source, 'duplicate', actual, 'a name may stand there once');
}

function readEntry(name: string, info: unknown, source: Source): TensorEntry {
  const tensor = `tensor ${show(name)} of ${source.name}`;
  if (!isObject(info)) {
    const expected = 'an object with dtype, shape and data_offsets is needed';
    throw broken(source, 'header', `the entry of ${tensor} is ${show(info)}`, expected);
  }
  const { dtype: format, shape, data_offsets: offsets } = info;
  const dtype = typeof format === 'string' ? elementsByFormat.get(format) : undefined;
  if (dtype === undefined) {
    const expected = `${[...elementsByFormat.keys()].join(', ')} can be read`;
    throw broken(source, 'dtype', `${tensor} has dtype ${show(format)}`, expected);
  }
  if (!isSizes(shape)) {
    const expected = 'it must be an array of sizes, whole numbers from 0';
    throw broken(source, 'shape', `the shape of ${tensor} is ${list(shape)}`, expected);
  }
  const [start = 0, end = 0] = isSizes(offsets) && offsets.length === 2 ? offsets : [1, 0];
  if (end < start) {
    const expected = 'they must be a start and an end not before it';
    throw broken(source, 'offsets', `the data_offsets of ${tensor} are ${list(offsets)}`, expected);
  }
  const needed = elementCount(shape) * elementTypes[dtype].size;
  if (end - start === needed) return { name, dtype, shape, start, end };
  const expected = `its shape ${shapeText(shape)} of ${show(format)} takes ${needed}`;
  throw broken(source, 'size', `${tensor} has ${end - start} bytes (${start} to ${end})`, expected);
}

/** Each byte must belong to one tensor: in holes something could hide, and overlaps multiply. */
function checkCover(entries: readonly TensorEntry[], length: number, source: Source): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    const tensor = `tensor ${show(name)} of ${source.name}`;
    if (start !== covered) {
      const code = start < covered ? 'overlap' : 'hole';
      throw broken(source, code, `${tensor} begins at ${start}`, `the tensor before it ends at ${covered}`);
    }
    if (end > length) {
      throw broken(
        source,
        'truncated',
        `${tensor} ends at ${end}`,
        `the file has ${length} bytes of tensors`,
      );
    }
    covered = end;
  }
  if (covered === length) return;
  throw broken(source, 'trailing', `${source.name} has ${length} bytes of tensors`, `they take ${covered}`);
}

function readMetadata(metadata: unknown, source: Source): Record<string, string> {
  if (metadata === undefined) return {};
  const isText = (value: unknown) => typeof value === 'string';
  if (isObject(metadata) && Object.values(metadata).every(isText)) return metadata as Record<string, string>;
  const expected = 'it must be an object of texts';
  throw broken(source, 'metadata', `__metadata__ of ${source.name} is ${show(metadata)}`, expected);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function list(value: unknown): string {
  return Array.isArray(value) && value.length < 10 ? `[${value.map(show).join(', ')}]` : show(value);
}

function broken(source: Source, code: string, actual: string, expected: string, cause?: unknown): DataError {
  const { operation } = source;
  const remedy = 'copy or save the file again, and check that it is a safetensors file';
  return new DataError({ code: `safetensors-${code}`, operation, actual, expected, remedy }, { cause });
}
