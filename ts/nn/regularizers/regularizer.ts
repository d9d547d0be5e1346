import { checkOptions, number } from '../../checks.js';
import { type Config, configOf } from '../registry.js';

/** A penalty `l1 Σ|w| + l2 Σw²` that is added to the loss, made by `regularizers.…`. */
export class Regularizer {
  constructor(
    readonly config: Config,
    readonly l1: number,
    readonly l2: number,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}

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
