import type { Config } from '../config.js';
import { resolve } from '../registry.js';
import { Activation } from './activation.js';

/** Functions that layers apply to their sums z; each may be given by name where its defaults do. */
export const activations = {
  /** a = z */
  linear: (): Activation => new Activation({ kind: 'linear' }),
  /** a = max(0, z) */
  relu: (): Activation => new Activation({ kind: 'relu' }),
  /** a = 1/(1 + e⁻ᶻ) */
  sigmoid: (): Activation => new Activation({ kind: 'sigmoid' }),
  /** aᵢ = eᶻⁱ/Σⱼeᶻʲ over the last axis of a sample */
  softmax: (): Activation => new Activation({ kind: 'softmax' }),
  /** a = tanh z */
  tanh: (): Activation => new Activation({ kind: 'tanh' }),
};

export type ActivationName = keyof typeof activations;
export type ActivationLike = ActivationName | Activation | Config;

export function activation(value: unknown, operation: string): Activation {
  return resolve(activations, Activation, value, 'activation', operation);
}
