import type { BackendName } from '../../dist/backend/backend.js';
import { BACKENDS } from './commands.js';
import { INPUT_TYPES, type InputType } from './images.js';

/** Backends named with commas; all of them without an argument. */
export function parseBackends(names: string | undefined): readonly BackendName[] {
  return names === undefined ? BACKENDS : parseNames('backend', names, BACKENDS);
}

export function parseInputs(names: string): readonly InputType[] {
  return parseNames('inputs', names, INPUT_TYPES);
}

/** A whole number from `least` up. */
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
