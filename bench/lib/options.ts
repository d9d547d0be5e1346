import type { BackendName } from '../../dist/backend/backend.js';
import { BACKENDS } from './commands.js';

/** Backends named with commas; all of them without an argument. */
export function parseBackends(names: string | undefined): readonly BackendName[] {
  if (names === undefined) return BACKENDS;
  return names.split(',').map((name) => {
    const backend = BACKENDS.find((candidate) => candidate === name);
    if (!backend) throw new RangeError(`--backend: "${name}" is not one of ${BACKENDS.join(', ')}`);
    return backend;
  });
}

/** A whole number from `least` up. */
export function parseCount(option: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) {
    throw new RangeError(`--${option}: "${text}" is not a whole number from ${least} up`);
  }
  return count;
}
