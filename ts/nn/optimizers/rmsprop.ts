import { boolean } from '../../checks.js';
import type { Optimizer } from './optimizer.js';
import { type AdaptiveOptions, readNonNegative, buildOptimizer, readShare } from './options.js';

export interface RmspropOptions extends AdaptiveOptions {
  /** Share α of the mean square that each step keeps (Keras' rho), in [0, 1); 0.99 by default. */
  readonly alpha?: number | undefined;
  /** Momentum μ: share of the previous step that is kept, in [0, 1); 0 by default. */
  readonly momentum?: number | undefined;
  /** Whether gradients are divided by their standard deviation instead of their root mean square; false by default. */
  readonly centered?: boolean | undefined;
}

/**
 * RMSprop: `s ← α s + (1 − α) g²`, `w ← w − η g / (√s + ε)`; with momentum `v ← μ v + g / (√s + ε)`, `w ← w − η v`;
 * centered, the square of the mean gradient is taken from s. By default η = 0.01 and ε = 1e-8; weight decay λ, 0 by
 * default, adds λ w to the gradient.
 *
 * As in PyTorch (torch.optim.RMSprop). Hinton, lecture 6 of "Neural networks for machine learning" (2012).
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @example optimizers.rmsprop({ learningRate: 0.001 })
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const own = {
    alpha: readShare(options.alpha ?? 0.99, 'alpha', 'rmsprop'),
    epsilon: readNonNegative(options.epsilon ?? 1e-8, 'epsilon', 'rmsprop'),
    momentum: readShare(options.momentum ?? 0, 'momentum', 'rmsprop'),
    centered: boolean(options.centered ?? false, 'centered', 'rmsprop'),
    weightDecay: readNonNegative(options.weightDecay ?? 0, 'weightDecay', 'rmsprop'),
  };
  const slots = ['meanSquare', ...(own.centered ? ['mean'] : []), ...(own.momentum > 0 ? ['velocity'] : [])];
  return buildOptimizer('rmsprop', options, 0.01, own, slots);
}
