import { oneOf, show, typeName } from '../checks.js';
import { type Elements, rowMajor } from '../convert/strided.js';
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { type ElementName, elementNames, elementTypes, type FileData, partsOf } from './elements.js';

export type { ElementName, FileData };

/** An array read from a file, or to be written to one. */
export interface FileArray<Data extends FileData = FileData> {
  readonly data: Data;
  readonly shape: readonly number[];
  /**
   * Element type in the file; by default that of `data`. `float16` and `bfloat16` are Float32Arrays in memory, `bool` is a
   * Uint8Array of zeros and ones; complex numbers are pairs of real and imaginary part.
   */
  readonly dtype?: ElementName;
}

/** An array read from a file, with its element type there. */
export interface ReadArray extends FileArray {
  readonly dtype: ElementName;
}

/** An array that has passed `checkFileArray`. */
export interface CheckedArray extends ReadArray {
  /** Size in the file. */
  readonly bytes: number;
}

/** The element type that each class of typed array is written as by default. */
const defaultTypes = new Map<string, ElementName>([
  ...elementNames.map((name) => [elementTypes[name].memory, name] as const).reverse(),
  ['Uint8ClampedArray', 'uint8'],
  ['Uint8Array', 'uint8'],
  ['Float32Array', 'float32'],
]);

/** Number of elements. A zero among the sizes decides first: their product may be Infinity, and Infinity · 0 is NaN. */
export function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/** Checks an array that is to be written; `name` is its name in messages. */
export function checkFileArray(array: unknown, name: string, operation: string): CheckedArray {
  if (typeof array !== 'object' || array === null || !('data' in array) || !('shape' in array)) {
    throw new DTypeError({
      code: 'not-an-array',
      operation,
      actual: `${name} is ${show(array)}`,
      expected: 'it must be { data, shape }',
      remedy: 'pass a typed array and its shape, such as { data: Float32Array.of(1, 2), shape: [2] }',
    });
  }
  const { data: input, shape, dtype: asked } = array as { data: unknown; shape: unknown; dtype?: unknown };
  const data = isHalf(input) ? Float32Array.from(input) : input;
  const own = ArrayBuffer.isView(data) ? defaultTypes.get(typeName(data)) : undefined;
  if (own === undefined) throw notWritable(name, data, operation);
  const dtype = asked === undefined ? own : oneOf(asked, elementNames, 'element type', operation);
  if (elementTypes[dtype].memory !== elementTypes[own].memory) throw otherMemory(name, own, dtype, operation);
  const parts = partsOf(dtype);
  const values = ordered({ ...viewOf(array), data: data as FileData }, shape, parts, name, operation);
  const sizes = checkShape(shape, values.length / parts, name, operation);
  if (dtype === 'bool' && values.some((value: number | bigint) => value !== 0 && value !== 1)) {
    throw new ArgumentError({
      code: 'not-boolean',
      operation,
      actual: `${name} has values other than 0 and 1`,
      expected: `an array with dtype 'bool' has only these`,
      remedy: 'leave dtype out to write uint8',
    });
  }
  return { data: values, shape: sizes, dtype, bytes: (values.length / parts) * elementTypes[dtype].size };
}

interface View {
  readonly strides: unknown;
  readonly offset: unknown;
}

/** Strides and offset of an array that has them, as those of numpy-ts do. */
function viewOf(array: object): View {
  const { strides, offset, storage } = array as Partial<View> & { storage?: Partial<View> };
  return { strides, offset: offset ?? storage?.offset };
}

/** A view's values in row-major order; real and imaginary part of a complex number stay together. */
function ordered(
  { data, strides, offset }: View & { data: FileData },
  shape: unknown,
  parts: number,
  name: string,
  operation: string,
): FileData {
  if (!isSizes(shape) || !Array.isArray(strides)) return data;
  const steps = strides.map((step) => Number(step) * parts);
  const view = parts === 1 ? { shape, strides: steps } : { shape: [...shape, parts], strides: [...steps, 1] };
  return rowMajor<FileData & Elements<FileData>>(
    { data, ...view, offset: Number(offset ?? 0) * parts },
    name,
    operation,
  );
}

function isHalf(data: unknown): data is ArrayLike<number> {
  return ArrayBuffer.isView(data) && typeName(data) === 'Float16Array';
}

function isSizes(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Arrays by name; files keep their order. */
export type NamedArrays = ReadonlyMap<string, FileArray> | Readonly<Record<string, FileArray>>;

/** Names and arrays of a Map or an object, in its order. */
export function namedArrays(arrays: NamedArrays, operation: string): [name: string, array: CheckedArray][] {
  if (typeof arrays !== 'object' || (arrays as unknown) === null || Array.isArray(arrays)) {
    throw new DTypeError({
      code: 'not-named',
      operation,
      actual: `the arrays are ${show(arrays)}`,
      expected: 'they must be a Map or an object of arrays by name',
      remedy: 'pass them as { weight: { data, shape } }',
    });
  }
  const entries = arrays instanceof Map ? [...arrays.entries()] : Object.entries(arrays);
  return entries.map(([name, array]) => [name, checkFileArray(array, show(name), operation)]);
}

/** Memory for a whole file; throws an ArgumentError where there is not enough. */
export function allocateFile(bytes: number, operation: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    const details = {
      code: 'too-large',
      operation,
      actual: `the arrays take ${bytes} bytes`,
      expected: 'a file must fit into memory',
      remedy: 'write the arrays to several files',
    };
    throw new ArgumentError(details, { cause });
  }
}

function checkShape(shape: unknown, length: number, name: string, operation: string): readonly number[] {
  const sizes = isSizes(shape) ? shape : undefined;
  if (sizes && elementCount(sizes) === length) return sizes;
  throw new ShapeError({
    code: 'size',
    operation,
    actual: `${name} has ${length} values`,
    expected: sizes
      ? `its shape ${shapeText(sizes)} needs ${elementCount(sizes)}`
      : `its shape must be an array of sizes and is ${show(shape)}`,
    remedy: 'make data and shape agree',
  });
}

function notWritable(name: string, data: unknown, operation: string) {
  return new DTypeError({
    code: 'element-type',
    operation,
    actual: `${name}.data is ${show(data)}`,
    expected: 'it must be a typed array of numbers or BigInts',
    remedy: `convert it first, for example with Float32Array.from(data, Number)`,
  });
}

function otherMemory(name: string, own: ElementName, dtype: ElementName, operation: string) {
  const { memory } = elementTypes[dtype];
  return new DTypeError({
    code: 'element-type',
    operation,
    actual: `${name}.data is a ${elementTypes[own].memory}`,
    expected: `dtype '${dtype}' is written from a ${memory}`,
    remedy: `convert it with ${memory}.from(data), or leave dtype out`,
  });
}
