import { type Bytes, type Source, toBytes } from '../bytes.js';
import { boolean, checkOptions, oneOf, show } from '../checks.js';
import { DataError, DTypeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { decodeElements, type ElementName, elementTypes, encodeElements, partsOf } from './elements.js';
import {
  allocateFile,
  type CheckedArray,
  checkFileArray,
  elementCount,
  type FileArray,
  type FileData,
  type ReadArray,
} from './fileArray.js';
import { type Literal, parseDictionary } from './npyHeader.js';
import { permute } from './permute.js';

export interface NpyOptions {
  /** Version of the format, 1 by default. 2 allows longer headers and 3 UTF-8 in them, which no array here needs. */
  readonly version?: 1 | 2 | 3;
  /** Whether elements are written in column-major order (first index fastest), as in Fortran; false by default. */
  readonly fortranOrder?: boolean;
  /** Whether elements are written with their highest byte first; false by default. */
  readonly bigEndian?: boolean;
}

export interface DecodeNpyOptions {
  /** Whether complex numbers are read, as pairs of floats; false by default, as no model has them. */
  readonly complex?: boolean;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** NumPy's own limit, in bytes: parsing a longer header would only cost time. */
const longestHeader = 10_000;

/** NumPy's type codes, without byte order. */
const codes = new Map<ElementName, string>([
  ['bool', 'b1'],
  ['uint8', 'u1'],
  ['int8', 'i1'],
  ['uint16', 'u2'],
  ['int16', 'i2'],
  ['uint32', 'u4'],
  ['int32', 'i4'],
  ['uint64', 'u8'],
  ['int64', 'i8'],
  ['float16', 'f2'],
  ['float32', 'f4'],
  ['float64', 'f8'],
  ['complex64', 'c8'],
  ['complex128', 'c16'],
]);
const elementsByCode = new Map([...codes].map(([element, code]) => [code, element]));

/**
 * Writes an array as an .npy file, byte for byte as `numpy.save` does.
 *
 * A file is `\x93NUMPY`, the version as two bytes, the header's length (2 bytes, from version 2 on 4), the
 * header as a Python dictionary `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }` padded with
 * spaces so that the elements begin at a multiple of 64, then the elements.
 *
 * @param array `{ data, shape, dtype? }`; `dtype: 'float16'` narrows a Float32Array, `'bool'` marks a Uint8Array
 * @throws DTypeError, ShapeError, ArgumentError for an array that cannot be written
 * @example
 * await writeFile('weights.npy', encodeNpy({ data: Float32Array.of(1, 2), shape: [2] }));
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy(array: FileArray, options: NpyOptions = {}, operation = 'encodeNpy'): Bytes {
  checkOptions(options, ['version', 'fortranOrder', 'bigEndian'], operation);
  const version = Number(oneOf(String(options.version ?? 1), ['1', '2', '3'], 'version', operation));
  const fortranOrder = boolean(options.fortranOrder ?? false, 'fortranOrder', operation);
  const bigEndian = boolean(options.bigEndian ?? false, 'bigEndian', operation);
  const checked = checkFileArray(array, 'the array', operation);
  const { data, shape, dtype, bytes } = checked;
  const prefix = version === 1 ? 10 : 12;
  const header = headerText(checked, fortranOrder, bigEndian, operation);
  const start = Math.ceil((prefix + header.length + 1) / 64) * 64;
  const file = allocateFile(start + bytes, operation);
  file.set([...magic, version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, start - prefix, true);
  else view.setUint32(8, start - prefix, true);
  file.fill(0x20, prefix, start - 1);
  file.set(new TextEncoder().encode(header), prefix);
  file[start - 1] = 0x0a;
  const ordered = fortranOrder ? reversedAxes(data, shape, partsOf(dtype)) : data;
  encodeElements(dtype, ordered, file.subarray(start), !bigEndian);
  return file;
}

/**
 * Reads an .npy file of version 1, 2 or 3: numbers and booleans in either byte order, row-major or Fortran.
 * `f2` is widened to Float32Array, `i8` and `u8` come as BigInts, `b1` as zeros and ones.
 *
 * @returns `{ data, shape, dtype }`, always row-major; `dtype` is the file's, such as `float16`
 * @throws DataError `npy-magic`, `npy-version`, `npy-header`, `npy-dtype` (complex numbers, texts, objects,
 * structures), `npy-truncated` or `npy-trailing`, before anything is allocated
 * @throws DTypeError when `bytes` is not binary data
 * @example
 * const { data, shape } = decodeNpy(await readFile('weights.npy'));
 */
export function decodeNpy(
  bytes: Uint8Array | ArrayBuffer,
  source: Source = { operation: 'decodeNpy', name: 'the input' },
  options: DecodeNpyOptions = {},
): ReadArray {
  const file = toBytes(bytes, source.operation);
  const { start, text } = splitHeader(file, source);
  const header = parseDictionary(text);
  const descr = header?.get('descr');
  const fortran = header?.get('fortran_order');
  const shape = header?.get('shape');
  if (header?.size !== 3 || descr === undefined || typeof fortran !== 'boolean' || !isShape(shape)) {
    const expected = "it must be a dictionary of 'descr', 'fortran_order' and 'shape'";
    throw corruptNpy(source, 'header', `the header of ${source.name} is ${show(text.trim())}`, expected);
  }
  const { dtype, littleEndian } = readDescription(descr, source, options.complex ?? false);
  const needed = elementCount(shape) * elementTypes[dtype].size;
  const length = file.length - start;
  if (length !== needed) {
    const expected = `its shape ${shapeText(shape)} of ${dtype} takes ${needed}`;
    const code = length < needed ? 'truncated' : 'trailing';
    throw corruptNpy(source, code, `${source.name} has ${length} bytes after its header`, expected);
  }
  const data = decodeElements(dtype, file.subarray(start), littleEndian);
  if (!fortran) return { data, shape, dtype };
  return { data: reversedAxes(data, [...shape].reverse(), partsOf(dtype)), shape, dtype };
}

/** Converts between row-major and Fortran order; real and imaginary part of a complex number stay together. */
function reversedAxes(data: FileData, shape: readonly number[], parts: number): FileData {
  const axes = shape.map((_, axis) => axis).reverse();
  return parts === 1 ? permute(data, shape, axes) : permute(data, [...shape, parts], [...axes, shape.length]);
}

function headerText(array: CheckedArray, fortran: boolean, bigEndian: boolean, operation: string): string {
  const { shape, dtype } = array;
  const code = codes.get(dtype);
  if (code === undefined) {
    throw new DTypeError({
      code: 'element-type',
      operation,
      actual: `the array has dtype '${dtype}'`,
      expected: `NumPy has ${[...codes.keys()].join(', ')}`,
      remedy: 'leave dtype out to write float32',
    });
  }
  const order = elementTypes[dtype].size === 1 ? '|' : bigEndian ? '>' : '<';
  const tuple = shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;
  return `{'descr': '${order}${code}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
}

function splitHeader(file: Bytes, source: Source): { start: number; text: string } {
  const { name } = source;
  if (magic.some((byte, i) => i < file.length && file[i] !== byte)) {
    throw corruptNpy(
      source,
      'magic',
      `${name} does not begin with \\x93NUMPY`,
      'an .npy file begins with it',
    );
  }
  const version = file[6] ?? 1;
  if (version < 1 || version > 3 || (file[7] ?? 0) !== 0) {
    const actual = `${name} has version ${version}.${file[7] ?? 0}`;
    throw corruptNpy(source, 'version', actual, 'versions 1.0, 2.0 and 3.0 can be read');
  }
  const prefix = version === 1 ? 10 : 12;
  if (file.length < prefix) throw truncated(source, file.length, `magic, version and length take ${prefix}`);
  const view = new DataView(file.buffer, file.byteOffset);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) {
    const expected = `at most ${longestHeader} are accepted`;
    throw corruptNpy(source, 'header', `${name} announces a header of ${length} bytes`, expected);
  }
  const start = prefix + length;
  if (file.length < start) throw truncated(source, file.length, `its header reaches to ${start}`);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(file.subarray(prefix, start));
  return { start, text };
}

function readDescription(
  descr: Literal,
  source: Source,
  complex: boolean,
): { dtype: ElementName; littleEndian: boolean } {
  const [, order, code = ''] = /^([<>|])(.*)$/s.exec(String(descr)) ?? [];
  const dtype = elementsByCode.get(code);
  const isComplex = /^c\d+$/.test(code);
  if (typeof descr === 'string' && dtype !== undefined && (complex || !isComplex)) {
    if (order !== '|' || elementTypes[dtype].size === 1) return { dtype, littleEndian: order !== '>' };
  }
  const readable = [...elementsByCode.keys()].filter((one) => complex || !one.startsWith('c'));
  throw new DataError({
    code: 'npy-dtype',
    operation: source.operation,
    actual: `${source.name} holds ${isComplex ? 'complex numbers' : 'elements'} of type ${show(descr)}`,
    expected: `numbers and booleans (${readable.join(', ')}) with < or > can be read`,
    remedy: isComplex ? 'save array.real and array.imag instead' : "save array.astype('float32') instead",
  });
}

function isShape(value: Literal | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size));
}

function truncated(source: Source, length: number, expected: string): DataError {
  return corruptNpy(source, 'truncated', `${source.name} ends after ${length} bytes`, expected);
}

function corruptNpy({ operation }: Source, code: string, actual: string, expected: string): DataError {
  const remedy = 'copy or save the file again';
  return new DataError({ code: `npy-${code}`, operation, actual, expected, remedy });
}
