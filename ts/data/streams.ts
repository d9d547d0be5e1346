import { integer } from '../checks.js';

/** Numbers of the random streams that data use, of those that no model uses. */
export const streams = {
  spiral: 2,
  linear: 3,
  moons: 5,
  circles: 6,
  blobs: 7,
  split: 8,
  augment: 9,
  /** One for each pass over the data. */
  shuffle: (pass: number) => 1_000_000 + pass,
};

/** The seed that was passed, or a random one. */
export function readSeed(seed: number | undefined, operation: string): number {
  return seed === undefined ? Math.floor(Math.random() * 2 ** 32) : integer(seed, 'seed', operation, 0);
}
