import type { Config } from '../config.js';
import { resolve } from '../registry.js';
import { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

/** The optimizers; each may be given to `compile` by name where its defaults do. */
export const optimizers = { sgd };

export type OptimizerName = keyof typeof optimizers;
export type OptimizerLike = OptimizerName | Optimizer | Config;

export function optimizer(value: unknown, operation: string): Optimizer {
  return resolve(optimizers, Optimizer, value, 'optimizer', operation);
}
