import { type Config, resolve } from '../registry.js';
import { adagrad } from './adagrad.js';
import { adam, adamw } from './adam.js';
import { nadam } from './nadam.js';
import { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** The optimizers. A name stands for the optimizer with its defaults. */
export const optimizers = { sgd, adagrad, rmsprop, adam, adamw, nadam };

export type OptimizerName = keyof typeof optimizers;
export type OptimizerLike = OptimizerName | Optimizer | Config;

export function optimizer(value: unknown, operation: string): Optimizer {
  return resolve(optimizers, Optimizer, value, 'optimizer', operation);
}
