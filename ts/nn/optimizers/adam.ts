import { boolean } from '../../checks.js';
import type { Optimizer } from './optimizer.js';
import { type AdaptiveOptions, buildOptimizer, readNonNegative, readShare } from './options.js';

/** Options of the optimizers that keep running means of the gradient and of its square, the two moments. */
export interface MomentOptions extends AdaptiveOptions {
  /** Share β₁ of the mean gradient that each step keeps, in [0, 1); 0.9 by default. */
  readonly beta1?: number | undefined;
  /** Share β₂ of the mean square that each step keeps, in [0, 1); 0.999 by default. */
  readonly beta2?: number | undefined;
}

export interface AdamOptions extends MomentOptions {
  /** Whether each step divides by the largest mean square so far (AMSGrad); false by default. */
  readonly amsgrad?: boolean | undefined;
}

/**
 * Adam: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η m̂ / (√v̂ + ε)` with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ) in step t. By default η = 0.001 and ε = 1e-8; weight decay λ, 0 by default, adds λ w to the
 * gradient.
 *
 * As in PyTorch (torch.optim.Adam). Kingma, Ba, arXiv:1412.6980; AMSGrad: arXiv:1904.09237.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @example optimizers.adam({ learningRate: 0.01 })
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return buildAdam('adam', options, 0);
}

/**
 * Adam with weight decay decoupled from the gradient: before each step of `adam`, `w ← (1 − η λ) w`. By default
 * η = 0.001, ε = 1e-8 and λ = 0.01.
 *
 * As in PyTorch (torch.optim.AdamW): all weights decay, biases too. Loshchilov, Hutter, arXiv:1711.05101.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @example optimizers.adamw({ weightDecay: 0.1 })
 */
export function adamw(options: AdamOptions = {}): Optimizer {
  return buildAdam('adamw', options, 0.01);
}

function buildAdam(kind: string, options: AdamOptions, weightDecay: number): Optimizer {
  const own = {
    ...readMoments(options, weightDecay, kind),
    amsgrad: boolean(options.amsgrad ?? false, 'amsgrad', kind),
  };
  return buildOptimizer(kind, options, 0.001, own, own.amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);
}

/** Reads the options of an optimizer with moments; `weightDecay` is the default of that option. */
export function readMoments(options: MomentOptions, weightDecay: number, kind: string) {
  return {
    beta1: readShare(options.beta1 ?? 0.9, 'beta1', kind),
    beta2: readShare(options.beta2 ?? 0.999, 'beta2', kind),
    epsilon: readNonNegative(options.epsilon ?? 1e-8, 'epsilon', kind),
    weightDecay: readNonNegative(options.weightDecay ?? weightDecay, 'weightDecay', kind),
  };
}
