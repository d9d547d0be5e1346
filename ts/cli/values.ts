import { InvalidArgumentError } from 'commander';

import type { Config, Json } from '../nn/registry.js';

/** Readers of the values of options; commander adds to their messages which option it is. */

export function real(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number, such as 0.5 or 1e-6.');
}

export function positive(text: string): number {
  const value = real(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

export function notNegative(text: string): number {
  const value = real(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('It must be a number of at least 0.');
}

/** A share in [0, 1). */
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

/** What becomes of missing cells: `error`, `drop`, or a number in their place. */
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

/** All texts of an option that comes several times. */
export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Numbers between commas: `0,2000`. */
export function numbers(text: string): readonly number[] {
  return text.split(',').map(real);
}

/** Numbers by name, `a=1,b=2`, added to those of earlier options. */
export function assignments(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const pairs = text.split(',').map((part): [string, number] => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(part) ?? [];
    if (name === '') throw new InvalidArgumentError('It must be names with numbers, such as a=1,b=2.');
    return [name, real(value)];
  });
  return { ...before, ...Object.fromEntries(pairs) };
}

/**
 * A part of training and its options as a config: `sgd:momentum=0.9,nesterov=true` or
 * `piecewise:boundaries=[20],values=[0.1,0.01]`. Its factory checks them.
 */
export function unit(text: string): Config {
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
