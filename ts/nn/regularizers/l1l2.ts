import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Regularizer } from './regularizer.js';

/**
 * The penalty `l1 Σ|w| + l2 Σw²`.
 *
 * @param options `l1` and `l2`, both 0.01 by default
 * @throws ArgumentError for a factor below 0
 * @example layers.dense(64, { kernelRegularizer: regularizers.l1l2({ l1: 1e-5, l2: 1e-4 }) })
 */
export function l1l2(options: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  checkOptions(options, ['l1', 'l2'], 'l1l2');
  const factor1 = number(options.l1 ?? 0.01, 'l1', 'l1l2', { lowest: 0 });
  const factor2 = number(options.l2 ?? 0.01, 'l2', 'l1l2', { lowest: 0 });
  return new Regularizer(configOf('l1l2', { l1: factor1, l2: factor2 }), factor1, factor2);
}
