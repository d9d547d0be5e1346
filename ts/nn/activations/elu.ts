import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Activation } from './activation.js';

export interface EluOptions {
  /** α: the values approach −α for large negative z; at least 0, 1 by default. */
  readonly alpha?: number | undefined;
}

/**
 * `a = z` where z > 0, else `α (eᶻ − 1)`.
 * Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units" (ICLR 2016).
 *
 * @throws ArgumentError for an α below 0
 * @example layers.dense(64, { activation: activations.elu({ alpha: 0.5 }) })
 */
export function elu(options: EluOptions = {}): Activation {
  checkOptions(options, ['alpha'], 'elu');
  const alpha = number(options.alpha ?? 1, 'alpha', 'elu', { lowest: 0 });
  return new Activation(configOf('elu', { alpha }), { activation: 'elu', alpha });
}
