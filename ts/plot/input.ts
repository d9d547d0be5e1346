import { positiveNumber, show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/** Values of an array as float64, row by row, with its shape. */
export interface Values {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** Reads any array and applies its scale. */
export function readArray(value: unknown, name: string, operation: string): Values {
  const { data, shape = [data.length], scale } = flatten(value, name, operation);
  const values = Float64Array.from(data);
  if (scale !== 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  return { data: values, shape };
}

/** Reads a vector of `count` values, or of any number above 0. */
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

/** Options of all pictures. */
export interface PictureOptions {
  /** Title above the picture; '' for none. */
  readonly title?: string | undefined;
  /** Width of the picture in pixels, without the margin around it. */
  readonly width?: number | undefined;
}

export const PICTURE_OPTIONS = ['title', 'width'] as const;

/** Least width or height in pixels, at which text still fits. */
const NARROWEST = 160;
/** Greatest width or height in pixels. */
export const WIDEST = 8000;

/** Reads a width or height in pixels. */
export function readPictureSize(value: unknown, name: string, operation: string, usual: number): number {
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

/** Reads a text; `usual` is the default. */
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

/** Reads a list of `count` texts. */
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
    remedy: `pass ${name} with one text for each`,
  });
}

/**
 * Reads several items in a list or in an object, where the keys are their labels.
 *
 * @param kind label of an item of a list, before its number; without it, lists have their indices as labels
 * @returns the items, undefined unless there is one and all of them are valid; and whether there is any entry
 */
export function readNamed<Item, Read>(
  value: unknown,
  isItem: (one: unknown) => one is Item,
  read: (item: Item, label: string) => Read,
  kind?: string,
): { items: Read[] | undefined; isAny: boolean } {
  const entries =
    typeof value === 'object' && value !== null ? Object.entries(value as Record<string, unknown>) : [];
  const isNumbered = kind !== undefined && Array.isArray(value);
  const items = entries.flatMap(([name, one]) =>
    isItem(one) ? [read(one, isNumbered ? `${kind} ${Number(name) + 1}` : name)] : [],
  );
  const isAny = entries.length > 0;
  return { items: isAny && items.length === entries.length ? items : undefined, isAny };
}
