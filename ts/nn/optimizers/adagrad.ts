import type { Optimizer } from './optimizer.js';
import { type AdaptiveOptions, readNonNegative, buildOptimizer } from './options.js';

export interface AdagradOptions extends AdaptiveOptions {
  /** δ: the learning rate of step t, counted from 1, is divided by 1 + (t − 1) δ; 0 by default. */
  readonly learningRateDecay?: number | undefined;
  /** Start value of the sums of squared gradients; 0 by default. */
  readonly initialAccumulatorValue?: number | undefined;
}

/**
 * Adagrad: `s ← s + g²`, `w ← w − η g / (√s + ε)`. By default η = 0.01 and ε = 1e-10; weight decay λ, 0 by default,
 * adds λ w to the gradient.
 *
 * As in PyTorch (torch.optim.Adagrad). Duchi, Hazan, Singer, JMLR 12 (2011).
 *
 * @throws ArgumentError for an option below 0, or an unknown one
 * @example optimizers.adagrad({ learningRate: 0.1 })
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const own = {
    learningRateDecay: readNonNegative(options.learningRateDecay ?? 0, 'learningRateDecay', 'adagrad'),
    initialAccumulatorValue: readNonNegative(
      options.initialAccumulatorValue ?? 0,
      'initialAccumulatorValue',
      'adagrad',
    ),
    epsilon: readNonNegative(options.epsilon ?? 1e-10, 'epsilon', 'adagrad'),
    weightDecay: readNonNegative(options.weightDecay ?? 0, 'weightDecay', 'adagrad'),
  };
  return buildOptimizer('adagrad', options, 0.01, own, ['sum']);
}
