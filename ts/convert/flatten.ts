import type { TypedArray } from '../array.js';
import { number, show, typeName } from '../checks.js';
import { DTypeError, ShapeError } from '../errors.js';
import { shapeText, sizeOf } from '../shape.js';
import { flattenNested } from './nested.js';
import { type Convertible, isConvertible, toTypedArray } from './floats.js';
import { rowMajor } from './strided.js';

/** An array-like argument as flat row-major data; `shape` is undefined for a bare typed array. */
export interface FlatArray {
  readonly data: TypedArray;
  readonly shape: readonly number[] | undefined;
  readonly scale: number;
}

const ELEMENT_TYPES = [
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
];

/** Reads any `ArrayLike`; `name` is the argument's name in error messages. */
export function flatten(value: unknown, name: string, operation: string): FlatArray {
  if (isTypedArray(value)) return { data: value, shape: undefined, scale: 1 };
  if (isConvertible(value)) return { data: toTypedArray(value, name, operation), shape: undefined, scale: 1 };
  // Before nested arrays: the rows of a solution are an array that has `data` and `shape`, too.
  if (typeof value === 'object' && value !== null && 'data' in value && 'shape' in value) {
    return fromProtocol(value, name, operation);
  }
  if (Array.isArray(value)) return { ...flattenNested(value, name, operation), scale: 1 };
  throw new DTypeError({
    code: 'not-an-array',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be { data, shape }, a typed array or nested arrays of numbers',
    remedy: `pass ${name} as one of these`,
  });
}

export function isTypedArray(value: unknown): value is TypedArray {
  // The common types are recognised at once, arrays of another realm by the names of their classes.
  if (value instanceof Float32Array || value instanceof Uint8Array || value instanceof Float64Array)
    return true;
  return ArrayBuffer.isView(value) && ELEMENT_TYPES.includes(typeName(value));
}

interface Protocol {
  readonly data: unknown;
  readonly shape: unknown;
  readonly scale?: unknown;
  readonly strides?: unknown;
  readonly offset?: unknown;
  readonly storage?: unknown;
  readonly dtype?: unknown;
}

function fromProtocol(value: Protocol, name: string, operation: string): FlatArray {
  const { data, dtype } = value;
  const isTyped = isTypedArray(data);
  if (typeof dtype === 'string' && dtype.startsWith('complex')) throw complex(name, dtype, operation);
  if (!isTyped && !isConvertible(data)) {
    throw new DTypeError({
      code: 'element-type',
      operation,
      actual: `${name}.data is ${show(data)}`,
      expected: `it must be one of ${ELEMENT_TYPES.join(', ')}`,
      remedy: `convert ${name} first, for example with Float32Array.from(data, Number)`,
    });
  }
  const shape = checkShape(value.shape, name, operation);
  const scale = number(value.scale ?? 1, `${name}.scale`, operation);
  const { strides, offset, storage } = value;
  const memory = { shape, strides, offset, storage };
  const ordered = isTyped
    ? rowMajor<TypedArray>({ data, ...memory }, name, operation)
    : toTypedArray(rowMajor<Convertible>({ data, ...memory }, name, operation), name, operation);
  if (ordered.length !== sizeOf(shape)) {
    throw new ShapeError({
      code: 'size',
      operation,
      actual: `${name} has ${ordered.length} values`,
      expected: `its shape ${shapeText(shape)} needs ${sizeOf(shape)}`,
      remedy: 'make data and shape agree; copy a view first',
    });
  }
  return { data: ordered, shape, scale };
}

function complex(name: string, dtype: string, operation: string): DTypeError {
  return new DTypeError({
    code: 'complex',
    operation,
    actual: `${name} is of type ${dtype}`,
    expected: 'its values must be real numbers',
    remedy: `pass np.real(${name}), np.imag(${name}) or np.abs(${name})`,
  });
}

function checkShape(shape: unknown, name: string, operation: string): readonly number[] {
  const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0;
  if (Array.isArray(shape) && shape.every(isSize)) return [...shape];
  throw new ShapeError({
    code: 'shape',
    operation,
    actual: `${name}.shape is ${Array.isArray(shape) ? `[${shape.map(show).join(', ')}]` : show(shape)}`,
    expected: 'it must be an array of sizes, whole numbers from 0',
    remedy: 'pass a shape such as [60000, 784]',
  });
}
