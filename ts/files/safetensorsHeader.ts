import type { Bytes, Source } from '../bytes.js';
import { show } from '../checks.js';
import { DataError } from '../errors.js';
import { shapeText } from '../shape.js';
import { type ElementName, elementTypes } from './elements.js';
import { elementCount } from './fileArray.js';
import { duplicateKey } from './jsonKeys.js';

/** One tensor in the header; its bytes are from `start` to before `end`, counted from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly metadata: Record<string, string>;
  /** The tensors in the order of their bytes. */
  readonly entries: readonly TensorEntry[];
  /** Offset in the file at which the bytes of the tensors begin. */
  readonly dataStart: number;
}

/** The format's names of element types, in the order in which its own library writes tensors: by falling alignment. */
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

/** Largest header in bytes; the limit of the format's own library. */
export const longestHeader = 100_000_000;

/** Reads a header and checks that the bytes of its tensors make up the rest of the file. */
export function readHeader(bytes: Bytes, source: Source): Header {
  const { name } = source;
  if (bytes.length < 8) {
    throw corruptSafetensors(
      source,
      'truncated',
      `${name} ends after ${bytes.length} bytes`,
      'the header length takes 8',
    );
  }
  const announced = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (announced > longestHeader) {
    const expected = `safetensors allows ${longestHeader}`;
    throw corruptSafetensors(
      source,
      'header',
      `${name} announces a header of ${String(announced)} bytes`,
      expected,
    );
  }
  const dataStart = 8 + Number(announced);
  if (bytes.length < dataStart) {
    const expected = `its header reaches to ${dataStart}`;
    throw corruptSafetensors(source, 'truncated', `${name} ends after ${bytes.length} bytes`, expected);
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
    throw corruptSafetensors(
      source,
      'header',
      `the header of ${source.name} is not JSON`,
      'it must be JSON',
      cause,
    );
  }
  if (!isObject(value)) {
    throw corruptSafetensors(
      source,
      'header',
      `the header of ${source.name} is ${show(value)}`,
      'it must be an object',
    );
  }
  const twice = duplicateKey(text);
  if (twice === undefined) return value;
  const actual = `the header of ${source.name} has ${show(twice)} twice`;
  throw corruptSafetensors(source, 'duplicate', actual, 'each name may occur once');
}

function readEntry(name: string, info: unknown, source: Source): TensorEntry {
  const tensor = `tensor ${show(name)} of ${source.name}`;
  if (!isObject(info)) {
    const expected = 'it must be an object with dtype, shape and data_offsets';
    throw corruptSafetensors(source, 'header', `the entry of ${tensor} is ${show(info)}`, expected);
  }
  const { dtype: format, shape, data_offsets: offsets } = info;
  const dtype = typeof format === 'string' ? elementsByFormat.get(format) : undefined;
  if (dtype === undefined) {
    const expected = `${[...elementsByFormat.keys()].join(', ')} can be read`;
    throw corruptSafetensors(source, 'dtype', `${tensor} has dtype ${show(format)}`, expected);
  }
  if (!isSizes(shape)) {
    const expected = 'it must be an array of sizes, whole numbers from 0';
    throw corruptSafetensors(source, 'shape', `the shape of ${tensor} is ${list(shape)}`, expected);
  }
  const [start = 0, end = 0] = isSizes(offsets) && offsets.length === 2 ? offsets : [1, 0];
  if (end < start) {
    const expected = 'they must be a start and an end that is not before it';
    throw corruptSafetensors(
      source,
      'offsets',
      `the data_offsets of ${tensor} are ${list(offsets)}`,
      expected,
    );
  }
  const needed = elementCount(shape) * elementTypes[dtype].size;
  if (end - start === needed) return { name, dtype, shape, start, end };
  const expected = `its shape ${shapeText(shape)} of ${show(format)} takes ${needed}`;
  throw corruptSafetensors(
    source,
    'size',
    `${tensor} has ${end - start} bytes (${start} to ${end})`,
    expected,
  );
}

/** Every byte must belong to one tensor: a hole could hide data, and overlaps could claim more memory than the file has. */
function checkCover(entries: readonly TensorEntry[], length: number, source: Source): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    const tensor = `tensor ${show(name)} of ${source.name}`;
    if (start !== covered) {
      const code = start < covered ? 'overlap' : 'hole';
      throw corruptSafetensors(
        source,
        code,
        `${tensor} begins at ${start}`,
        `the tensor before it ends at ${covered}`,
      );
    }
    if (end > length) {
      throw corruptSafetensors(
        source,
        'truncated',
        `${tensor} ends at ${end}`,
        `the file has ${length} bytes of tensors`,
      );
    }
    covered = end;
  }
  if (covered === length) return;
  throw corruptSafetensors(
    source,
    'trailing',
    `${source.name} has ${length} bytes of tensors`,
    `they take ${covered}`,
  );
}

function readMetadata(metadata: unknown, source: Source): Record<string, string> {
  if (metadata === undefined) return {};
  const isText = (value: unknown) => typeof value === 'string';
  if (isObject(metadata) && Object.values(metadata).every(isText)) return metadata as Record<string, string>;
  const expected = 'it must be an object of strings';
  throw corruptSafetensors(
    source,
    'metadata',
    `__metadata__ of ${source.name} is ${show(metadata)}`,
    expected,
  );
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

function corruptSafetensors(
  source: Source,
  code: string,
  actual: string,
  expected: string,
  cause?: unknown,
): DataError {
  const { operation } = source;
  const remedy = 'copy or save the file again, and check that it is a safetensors file';
  return new DataError({ code: `safetensors-${code}`, operation, actual, expected, remedy }, { cause });
}
