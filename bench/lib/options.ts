import type { BackendName } from '../../dist/backend/backend.js';
import { BACKENDS } from './commands.js';
import { INPUT_TYPES, type InputType } from './images.js';

/** The backends of a list with commas; all of them where there is no list. */
export function parseBackends(names: string | undefined): readonly BackendName[] {
  return names === undefined ? BACKENDS : parseNames('backend', names, BACKENDS);
}

export function parseInputs(names: string): readonly InputType[] {
  return parseNames('inputs', names, INPUT_TYPES);
}

/** The whole number that an option was given, which must be at least `least`. */
export function parseCount(option: string, text: string, least: number): number {
  const count = Number(text);
  if (text !== '' && Number.isInteger(count) && count >= least) return count;
  throw new RangeError(`--${option}: "${text}" is not a whole number from ${least} up`);
}

function parseNames<Name extends string>(
  option: string,
  text: string,
  valid: readonly Name[],
): readonly Name[] {
  return text.split(',').map((name) => {
    const found = valid.find((candidate) => candidate === name);
    if (found === undefined) throw new RangeError(`--${option}: "${name}" is not one of ${valid.join(', ')}`);
    return found;
  });
}
