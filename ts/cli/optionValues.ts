import { InvalidArgumentError } from 'commander';

import { oneOf } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Config, Json } from '../nn/index.js';

// Parsers of the values of options. Commander adds to their messages which option it is.

/** A finite number. */

export function real(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number, such as 0.5 or 1e-6.');
}

/** A number above 0. */
export function positive(text: string): number {
  const value = real(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** A number of at least 0. */
export function notNegative(text: string): number {
  const value = real(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('It must be a number of at least 0.');
}

/** A share of the samples, in [0, 1). */
export function share(text: string): number {
  const value = real(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to below 1, such as 0.2.');
}

/** A whole number of at least `lowest`. */
export function whole(lowest: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isSafeInteger(value) && value >= lowest) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${lowest}.`);
  };
}

/** What to do about missing cells: `error`, `drop` the row, or a number to put in their place. */
export function missing(text: string): 'error' | 'drop' | number {
  return text === 'error' || text === 'drop' ? text : real(text);
}

/** Height and width of images: `32x32`. */
export function imageSize(text: string): readonly [number, number] {
  const [, height, width] = /^(\d+)[x×](\d+)$/.exec(text) ?? [];
  const size = [Number(height), Number(width)] as const;
  if (size.every((side) => Number.isSafeInteger(side) && side > 0)) return size;
  throw new InvalidArgumentError('It must be height and width in pixels, such as 32x32.');
}

/** Texts between commas: `loss,accuracy`. */
export function texts(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

/** The texts of an option that may be given several times; `earlier` are those so far. */
export function collected(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

/** Numbers between commas: `0,2000`. */
export function numbers(text: string): readonly number[] {
  return text.split(',').map(real);
}

/** Numbers by name, `a=1,b=2`, added to `earlier`, those of the same option given before. */
export function assignments(
  text: string,
  earlier: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const pairs = text.split(',').map((part): [string, number] => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(part) ?? [];
    if (name === '') throw new InvalidArgumentError('It must be names with numbers, such as a=1,b=2.');
    return [name, real(value)];
  });
  return { ...earlier, ...Object.fromEntries(pairs) };
}

/**
 * The config of an optimizer, a schedule or a loss: `sgd:momentum=0.9,nesterov=true` or
 * `piecewise:boundaries=[20],values=[0.1,0.01]`. The factory of that kind checks the options.
 */
export function config(text: string): Config {
  const [kind = '', ...rest] = text.split(':');
  const pairs = rest.length === 0 ? [] : rest.join(':').split(/,(?![^[]*\])/);
  const options = pairs.map((pair): [string, Json] => {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (name === '') throw new InvalidArgumentError(`Options follow its name as in ${kind}:option=value.`);
    return [name.trim(), jsonOrText(value.trim())];
  });
  return { ...Object.fromEntries(options), kind };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Indices of two states of a solution: `x,z`, or the first two where the option has no value (`true`). */
export function statePair(text: string | true, states: readonly string[], command: string): [number, number] {
  if (text === true) return [0, 1];
  const names = text.split(',').map((name) => name.trim());
  const [a, b] = names.map((name) => states.indexOf(oneOf(name, states, 'state', command)));
  if (names.length === 2 && a !== undefined && b !== undefined) return [a, b];
  throw new ArgumentError({
    code: 'phase',
    operation: command,
    actual: `${names.length} states are named for the phase plot`,
    expected: 'it has two',
    remedy: `name two of ${states.join(', ')}, such as ${states.slice(0, 2).join(',')}`,
  });
}
