import { oneOf, positiveNumber, show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/** Values of an argument in the order of its rows, as float64, with its shape. */
export interface Values {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** Any array; its scale is applied. */
export function readArray(value: unknown, name: string, operation: string): Values {
  const { data, shape = [data.length], scale } = flatten(value, name, operation);
  const values = Float64Array.from(data);
  if (scale !== 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  return { data: values, shape };
}

/** One value for each of `count`, or of any number above 0. */
export function readVector(value: unknown, name: string, operation: string, count?: number): Float64Array {
  const { data, shape } = readArray(value, name, operation);
  if (data.length === 0) throw empty(name, operation);
  const isVector = shape.filter((size) => size !== 1).length <= 1;
  if (isVector && (count === undefined || data.length === count)) return data;
  throw new ShapeError({
    code: 'vector',
    operation,
    actual: `${name} has shape ${shapeText(shape)}`,
    expected: `it must be one value for each point${count === undefined ? '' : `, of which there are ${count}`}`,
    remedy: `pass ${name} of shape [${count ?? 'n'}]`,
  });
}

export function empty(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `${name} is empty`,
    expected: 'there must be something to draw',
    remedy: `pass ${name} with at least one value`,
  });
}

/** Options that every picture has. */
export interface PictureOptions {
  /** Above the picture; '' for none. */
  readonly title?: string | undefined;
  /** Width of the picture without its edge, in pixels. */
  readonly width?: number | undefined;
}

export const PICTURE_OPTIONS = ['title', 'width'] as const;

/** Sizes at which text still fits. */
const NARROWEST = 160;
const WIDEST = 8000;

/** A width or height in pixels. */
export function readSize(value: unknown, name: string, operation: string, usual: number): number {
  const size = Math.round(positiveNumber(value ?? usual, name, operation));
  if (size >= NARROWEST && size <= WIDEST) return size;
  throw new ArgumentError({
    code: 'size',
    operation,
    actual: `${name} is ${size}`,
    expected: `it must be between ${NARROWEST} and ${WIDEST} pixels`,
    remedy: `pass a ${name} such as ${usual}`,
  });
}

/** A text, by default the usual one. */
export function readText(value: unknown, name: string, operation: string, usual: string): string {
  if (value === undefined) return usual;
  if (typeof value === 'string') return value;
  throw new ArgumentError({
    code: 'not-a-text',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be a text',
    remedy: `pass ${name} as a string`,
  });
}

/** A list of texts, `count` of them. */
export function readTexts(
  value: unknown,
  name: string,
  operation: string,
  count: number,
): string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length === count) {
    return value.map((one, index) => readText(one as unknown, `${name}[${index}]`, operation, ''));
  }
  throw new ArgumentError({
    code: 'number-of-texts',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: `it must be a list of ${count} texts`,
    remedy: `pass ${name} with a text for each`,
  });
}

/** One of a list of names, by default the first. */
export function readChoice<Name extends string>(
  value: unknown,
  names: readonly [Name, ...Name[]],
  what: string,
  operation: string,
): Name {
  return value === undefined ? names[0] : oneOf(value, names, what, operation);
}
