import { type Config, resolve } from '../registry.js';
import { binaryCrossentropy } from './binaryCrossentropy.js';
import { categoricalCrossentropy } from './categoricalCrossentropy.js';
import { hinge } from './hinge.js';
import { huber } from './huber.js';
import { kullbackLeibler } from './kullbackLeibler.js';
import { Loss } from './loss.js';
import { meanAbsoluteError } from './meanAbsoluteError.js';
import { meanSquaredError } from './meanSquaredError.js';
import { quadratic } from './quadratic.js';
import { sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.js';
import { squaredHinge } from './squaredHinge.js';

/** The losses; each may be given to `compile` by name. */
export const losses = {
  quadratic,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  hinge,
  squaredHinge,
  kullbackLeibler,
};

export type LossName = keyof typeof losses;
export type LossLike = LossName | Loss | Config;

export function loss(value: unknown, operation: string): Loss {
  return resolve(losses, Loss, value, 'loss', operation);
}
