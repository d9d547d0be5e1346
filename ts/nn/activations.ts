import { oneOf } from '../checks.js';

/**
 * Activations of a dense layer or an activation layer: `linear` x, `sigmoid` 1/(1 + e⁻ˣ), `tanh`,
 * `relu` max(0, x), `softmax` eˣⁱ/Σⱼeˣʲ over the features of a sample.
 */
export type ActivationName = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';

const NAMES: readonly ActivationName[] = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax'];

export function activationName(value: unknown, operation: string): ActivationName {
  return oneOf(value, NAMES, 'activation', operation);
}
