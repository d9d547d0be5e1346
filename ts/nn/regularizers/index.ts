import { type Config, resolve } from '../registry.js';
import { l1 } from './l1.js';
import { l1l2 } from './l1l2.js';
import { l2 } from './l2.js';
import { Regularizer } from './regularizer.js';

/** Penalties on kernels, biases and activities; each may be given by name where its defaults do. */
export const regularizers = { l1, l2, l1l2 };

export type RegularizerName = keyof typeof regularizers;
export type RegularizerLike = RegularizerName | Regularizer | Config;

export function regularizer(value: unknown, operation: string): Regularizer {
  return resolve(regularizers, Regularizer, value, 'regularizer', operation);
}
