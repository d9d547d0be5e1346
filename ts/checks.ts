import { ArgumentError, DTypeError } from './errors.js';
import { nearest } from './suggest.js';

/** A value as text for an error message: short, on one line, and for any value, so that it never throws. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object (${typeName(value)})`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** Name of an object's class, such as `Float32Array`, also for objects of another realm (a frame or a `vm` context). */
export function typeName(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** Checks an integer from 1 to 2⁵³ − 1. */
export function positiveInteger(value: unknown, name: string, operation: string): number {
  return integer(value, name, operation, 1);
}

/**
 * Checks an integer from `lowest` to 2⁵³ − 1.
 *
 * @param name of the argument, for the message
 * @throws ArgumentError `not-an-integer`
 */
export function integer(value: unknown, name: string, operation: string, lowest: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest) return value;
  throw new ArgumentError({
    code: 'not-an-integer',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: `it must be an integer${lowest === -Infinity ? '' : ` of at least ${lowest}`}`,
    remedy: `pass ${name} as a whole number, such as ${Math.max(lowest, 1)}`,
  });
}

/**
 * Checks a finite number in [lowest, highest], or in [lowest, highest) with `open`.
 *
 * @throws ArgumentError `not-a-number-in-range`
 */
export function number(
  value: unknown,
  name: string,
  operation: string,
  { lowest = -Infinity, highest = Infinity, open = false } = {},
): number {
  const isInside = typeof value === 'number' && Number.isFinite(value) && value >= lowest && value <= highest;
  if (isInside && !(open && value === highest)) return value;
  const range = [
    lowest > -Infinity && `at least ${lowest}`,
    highest < Infinity && `${open ? 'below' : 'at most'} ${highest}`,
  ];
  const bounds = range.filter(Boolean).join(' and ');
  throw new ArgumentError({
    code: 'not-a-number-in-range',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: `it must be a finite number${bounds === '' ? '' : `, ${bounds}`}`,
    remedy: `pass a finite number as ${name}`,
  });
}

/**
 * Checks a finite number above 0.
 *
 * @throws ArgumentError `not-a-positive-number`
 */
export function positiveNumber(value: unknown, name: string, operation: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new ArgumentError({
    code: 'not-a-positive-number',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be a finite number above 0',
    remedy: `pass a positive number as ${name}`,
  });
}

/**
 * Checks a boolean.
 *
 * @throws ArgumentError `not-a-boolean`
 */
export function boolean(value: unknown, name: string, operation: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new ArgumentError({
    code: 'not-a-boolean',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be true or false',
    remedy: `pass ${name}: true or ${name}: false`,
  });
}

/**
 * Checks that a value is one of a list of names.
 *
 * @param what kind of name, for the message and the code: `loss` gives the code `unknown-loss`
 * @throws ArgumentError that suggests the nearest name
 */
export function oneOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
  what: string,
  operation: string,
): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw unknownName(value, names, what, operation);
}

/** The error for a name that is not in a list; it suggests the nearest one. */
export function unknownName(
  value: unknown,
  names: readonly string[],
  what: string,
  operation: string,
): ArgumentError {
  const meant = typeof value === 'string' ? nearest(value, names) : undefined;
  return new ArgumentError({
    code: `unknown-${what.replaceAll(' ', '-')}`,
    operation,
    actual: `there is no ${what} ${show(value)}`,
    expected: `the names are ${names.join(', ')}`,
    remedy: meant === undefined ? 'pass one of these names' : `did you mean '${meant}'?`,
  });
}

/** Refuses options with unknown names, so that a misspelt option is not silently ignored. */
export function checkOptions(options: unknown, known: readonly string[], operation: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ArgumentError({
      code: 'options',
      operation,
      actual: `the options are ${show(options)}`,
      expected: `they must be an object, whose properties may be ${known.join(', ')}`,
      remedy: 'pass the options as one object, such as {}',
    });
  }
  for (const name of Object.keys(options)) oneOf(name, known, 'option', operation);
}

/** The error for an option whose value the call cannot use; `expected` and `remedy` are clauses, see `ErrorDetails`. */
export function badOption(
  name: string,
  value: unknown,
  expected: string,
  remedy: string,
  operation: string,
): ArgumentError {
  const actual = `${name} is ${show(value)}`;
  return new ArgumentError({ code: `option-${name}`, operation, actual, expected, remedy });
}

/**
 * The option `signal`; undefined where it is left out. It is recognised by the members that the call needs, since signals
 * of another realm have another class, and a solver that never waits only polls `aborted`.
 */
export function readSignal(
  signal: unknown,
  operation: string,
  members: readonly (keyof AbortSignal)[] = ['aborted', 'addEventListener'],
  ErrorClass: typeof ArgumentError | typeof DTypeError = DTypeError,
): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  if (typeof signal === 'object' && signal !== null && members.every((member) => member in signal)) {
    return signal as AbortSignal;
  }
  throw new ErrorClass({
    code: 'signal',
    operation,
    actual: `signal is ${show(signal)}`,
    expected: 'it must be an AbortSignal',
    remedy: 'pass signal: controller.signal, of an AbortController',
  });
}
