import type { FloatArray } from '../backend/backend.js';
import { show } from '../checks.js';
import { ArgumentError, DataError } from '../errors.js';
import type { Json } from './registry.js';

/** What a state in a checkpoint may consist of: what JSON holds, numbers that are not finite, and arrays of floats. */
export type StateValue =
  | null
  | boolean
  | number
  | string
  | FloatArray
  | readonly StateValue[]
  | { readonly [key: string]: StateValue | undefined };

/** Float arrays taken out of a state, by name; the rest is plain JSON. */
export type StateArrays = Map<string, FloatArray>;

/**
 * Keys of the objects that stand for what JSON cannot hold. Keys of the user that begin with `$` get a second one, so that
 * they never look like these.
 */
const NUMBER = '$number';
const ARRAY = '$array';

export function isFloats(value: unknown): value is FloatArray {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/**
 * A value as JSON, without its float arrays.
 *
 * @param arrays receives the float arrays, named by number
 * @throws ArgumentError for what is no `StateValue`
 */
export function encodeState(value: StateValue, arrays: StateArrays, operation: string): Json {
  if (typeof value === 'number') return isExact(value) ? value : { [NUMBER]: textOf(value) };
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isFloats(value)) {
    const name = String(arrays.size);
    arrays.set(name, value);
    return { [ARRAY]: name };
  }
  if (isList(value)) return value.map((entry) => encodeState(entry, arrays, operation));
  if (!isPlain(value)) throw notAState(value, operation);
  const entries = Object.entries(value).flatMap(([key, entry]) =>
    entry === undefined ? [] : [[escaped(key), encodeState(entry, arrays, operation)] as const],
  );
  return Object.fromEntries(entries);
}

/**
 * The value that was encoded.
 *
 * @param array returns a float array by its name
 * @throws DataError for JSON that `encodeState` does not write
 */
export function decodeState(
  json: unknown,
  array: (name: string) => FloatArray | undefined,
  operation: string,
): StateValue {
  if (json === null || ['boolean', 'number', 'string'].includes(typeof json)) return json as StateValue;
  if (Array.isArray(json)) return json.map((entry) => decodeState(entry, array, operation));
  const entries = Object.entries(json as Readonly<Record<string, unknown>>);
  const [[key, entry] = ['', undefined]] = entries;
  if (key === NUMBER) return Number(entry);
  if (key === ARRAY) return array(String(entry)) ?? noArray(entry, operation);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name.replace(/^\$\$/, '$'), decodeState(inner, array, operation)]),
  );
}

/** Whether a value has the structure of a model value; a float array that is empty in the model may have any length. */
export function hasForm(value: StateValue | undefined, model: StateValue | undefined): boolean {
  if (isFloats(model)) {
    const isSameType = isFloats(value) && value.constructor === model.constructor;
    return isSameType && (model.length === 0 || value.length === model.length);
  }
  if (typeof model !== 'object' || model === null) return typeof value === typeof model;
  if (isList(model)) {
    const isSameList = isList(value) && value.length === model.length;
    return isSameList && model.every((entry, index) => hasForm(value[index], entry));
  }
  return isPlain(value) && Object.entries(model).every(([key, entry]) => hasForm(value[key], entry));
}

/** Whether a number survives JSON: it is finite and not −0. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function textOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isList(value: unknown): value is readonly StateValue[] {
  return Array.isArray(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, StateValue | undefined>> {
  if (typeof value !== 'object' || value === null || isList(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function escaped(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function notAState(value: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'state-value',
    operation,
    actual: `the state of a callback holds ${show(value)}`,
    expected:
      'it may consist of numbers, texts, booleans, null, Float32Array, Float64Array, lists and plain objects',
    remedy: 'keep only such values in state()',
  });
}

function noArray(name: unknown, operation: string): never {
  throw new DataError({
    code: 'state-array',
    operation,
    actual: `the state of training names the array ${show(name)}`,
    expected: 'it must be in the file',
    remedy: 'load a file that save wrote',
  });
}
