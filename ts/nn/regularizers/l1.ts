import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Regularizer } from './regularizer.js';

/**
 * The penalty `l1 Σ|w|`, which makes weights sparse.
 *
 * @param options `l1`, 0.01 by default
 * @throws ArgumentError for a factor below 0
 * @example layers.dense(64, { kernelRegularizer: regularizers.l1({ l1: 1e-4 }) })
 */
export function l1(options: { readonly l1?: number } = {}): Regularizer {
  checkOptions(options, ['l1'], 'l1');
  const factor = number(options.l1 ?? 0.01, 'l1', 'l1', { lowest: 0 });
  return new Regularizer(configOf('l1', { l1: factor }), factor, 0);
}
