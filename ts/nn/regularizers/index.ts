import { type Config, resolve } from '../registry.js';
import { l1, l1l2, l2, Regularizer } from './regularizer.js';

/** Penalties on kernels, biases and outputs. A name stands for the regularizer with its defaults. */
export const regularizers = { l1, l2, l1l2 };

export type RegularizerName = keyof typeof regularizers;
export type RegularizerLike = RegularizerName | Regularizer | Config;

export function regularizer(value: unknown, operation: string): Regularizer {
  return resolve(regularizers, Regularizer, value, 'regularizer', operation);
}
