import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Regularizer } from './regularizer.js';

/**
 * The penalty `l2 Σw²`, which keeps weights small. Its gradient is `2 l2 w`: a PyTorch `weight_decay` of λ is
 * `l2 = λ/2`.
 *
 * @param options `l2`, 0.01 by default
 * @throws ArgumentError for a factor below 0
 * @example layers.dense(64, { kernelRegularizer: regularizers.l2({ l2: 5e-4 }) })
 */
export function l2(options: { readonly l2?: number } = {}): Regularizer {
  checkOptions(options, ['l2'], 'l2');
  const factor = number(options.l2 ?? 0.01, 'l2', 'l2', { lowest: 0 });
  return new Regularizer(configOf('l2', { l2: factor }), 0, factor);
}
