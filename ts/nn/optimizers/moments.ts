import { type AdaptiveOptions, amount, share } from './options.js';

/** Of the optimizers that keep two moments of the gradient. */
export interface MomentOptions extends AdaptiveOptions {
  /** Share β₁ of the mean gradient that is kept, in [0, 1); 0.9 by default. */
  readonly beta1?: number | undefined;
  /** Share β₂ of the mean square that is kept, in [0, 1); 0.999 by default. */
  readonly beta2?: number | undefined;
}

export function readMoments(options: MomentOptions, weightDecay: number, kind: string) {
  return {
    beta1: share(options.beta1 ?? 0.9, 'beta1', kind),
    beta2: share(options.beta2 ?? 0.999, 'beta2', kind),
    epsilon: amount(options.epsilon ?? 1e-8, 'epsilon', kind),
    weightDecay: amount(options.weightDecay ?? weightDecay, 'weightDecay', kind),
  };
}
