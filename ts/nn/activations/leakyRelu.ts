import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Activation } from './activation.js';

export interface LeakyReluOptions {
  /** Slope α of the negative side, at least 0; 0.2 by default, as in Keras (PyTorch has 0.01). */
  readonly alpha?: number | undefined;
}

/**
 * `a = z` where z > 0, else `α z`.
 * Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models" (ICML 2013).
 *
 * @throws ArgumentError for a slope below 0
 * @example layers.dense(64, { activation: activations.leakyRelu({ alpha: 0.1 }) })
 */
export function leakyRelu(options: LeakyReluOptions = {}): Activation {
  checkOptions(options, ['alpha'], 'leakyRelu');
  const alpha = number(options.alpha ?? 0.2, 'alpha', 'leakyRelu', { lowest: 0 });
  return new Activation(configOf('leakyRelu', { alpha }), { activation: 'leakyRelu', alpha });
}
