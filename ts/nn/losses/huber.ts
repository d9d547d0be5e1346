import { checkOptions, positiveNumber } from '../../checks.js';
import { configOf } from '../registry.js';
import { Loss } from './loss.js';

export interface HuberOptions {
  /** Size δ above which an error counts linearly instead of quadratically; 1 by default. */
  readonly delta?: number | undefined;
}

/**
 * Huber loss of a sample: the mean over its outputs a and targets y of `½ e²` where |e| ≤ δ, else `δ (|e| − ½ δ)`,
 * with e = a − y.
 * Huber, "Robust estimation of a location parameter" (1964).
 *
 * @throws ArgumentError unless δ is above 0
 * @example losses.huber({ delta: 0.5 })
 */
export function huber(options: HuberOptions = {}): Loss {
  checkOptions(options, ['delta'], 'huber');
  const delta = positiveNumber(options.delta ?? 1, 'delta', 'huber');
  return new Loss(configOf('huber', { delta }), { kind: 'huber', delta });
}
