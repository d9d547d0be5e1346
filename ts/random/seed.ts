import type { RandomGenerator } from '../backend/backend.js';
import { kernels } from '../backend/select.js';
import { integer } from '../checks.js';
import { streams } from './streams.js';

let seeds: RandomGenerator | undefined;

/**
 * Makes the random numbers of all later models repeatable: each model that is given no seed of its own
 * takes the next of a sequence that starts here. Without it, such models start differently on every run.
 *
 * @throws ArgumentError for a value that is no whole number from 0 to 2⁵³ − 1
 * @example seed(1)
 */
export function seed(value: number): void {
  integer(value, 'the seed', 'seed', 0);
  seeds?.free();
  seeds = kernels.generator(value, streams.modelSeeds);
}

/** The seed of a model that is given none. */
export function nextSeed(): number {
  const unit = seeds?.uniform(1, 0, 1)[0] ?? Math.random();
  return Math.floor(unit * 2 ** 32);
}
