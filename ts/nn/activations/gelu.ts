import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../registry.js';
import { Activation } from './activation.js';

export interface GeluOptions {
  /** Whether Φ(z) is approximated by `½ (1 + tanh(√(2/π) (z + 0.044715 z³)))`; false by default. */
  readonly approximate?: boolean | undefined;
}

/**
 * `a = z Φ(z)`, with Φ the cumulative distribution function of the standard normal distribution.
 * Hendrycks, Gimpel, "Gaussian error linear units" (2016).
 *
 * @throws ArgumentError if `approximate` is not a boolean, or for an unknown option
 * @example layers.dense(64, { activation: 'gelu' })
 */
export function gelu(options: GeluOptions = {}): Activation {
  checkOptions(options, ['approximate'], 'gelu');
  const approximate = boolean(options.approximate ?? false, 'approximate', 'gelu');
  return new Activation(configOf('gelu', { approximate }), { activation: approximate ? 'geluTanh' : 'gelu' });
}
