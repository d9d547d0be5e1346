import type { Config } from '../config.js';
import { resolve } from '../registry.js';
import { categoricalCrossentropy } from './categoricalCrossentropy.js';
import { Loss } from './loss.js';
import { meanSquaredError } from './meanSquaredError.js';
import { quadratic } from './quadratic.js';
import { sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.js';

/** The losses; each may be given to `compile` by name. */
export const losses = {
  quadratic,
  meanSquaredError,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
};

export type LossName = keyof typeof losses;
export type LossLike = LossName | Loss | Config;

export function loss(value: unknown, operation: string): Loss {
  return resolve(losses, Loss, value, 'loss', operation);
}
