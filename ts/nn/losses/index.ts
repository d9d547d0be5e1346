import { type Config, resolve } from '../registry.js';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropy.js';
import { huber } from './huber.js';
import { Loss } from './loss.js';
import {
  hinge,
  kullbackLeibler,
  meanAbsoluteError,
  meanSquaredError,
  quadratic,
  squaredHinge,
} from './plain.js';

/** The losses. A name stands for the loss with its defaults. */
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
