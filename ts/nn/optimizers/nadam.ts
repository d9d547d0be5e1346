import { boolean } from '../../checks.js';
import { type MomentOptions, readMoments } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { readNonNegative, buildOptimizer } from './options.js';

export interface NadamOptions extends MomentOptions {
  /** ψ: rate at which the momentum grows towards β₁; 0.004 by default. */
  readonly momentumDecay?: number | undefined;
  /** Whether weight decay is decoupled from the gradient, as in `adamw`; false by default. */
  readonly decoupledWeightDecay?: boolean | undefined;
}

/**
 * Adam with Nesterov's momentum: with μₜ = β₁ (1 − ½ · 0.96^(t ψ)) in step t,
 * `w ← w − η ((1 − μₜ) g / (1 − ∏μ) + μₜ₊₁ m / (1 − μₜ₊₁ ∏μ)) / (√v̂ + ε)`, m and v̂ as in `adam` and ∏μ = μ₁ ⋯ μₜ.
 * By default η = 0.002 and ε = 1e-8; weight decay λ, 0 by default, adds λ w to the gradient.
 *
 * As in PyTorch (torch.optim.NAdam). Dozat, ICLR workshop 2016.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @example optimizers.nadam()
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  const own = {
    ...readMoments(options, 0, 'nadam'),
    momentumDecay: readNonNegative(options.momentumDecay ?? 4e-3, 'momentumDecay', 'nadam'),
    decoupledWeightDecay: boolean(options.decoupledWeightDecay ?? false, 'decoupledWeightDecay', 'nadam'),
  };
  return buildOptimizer('nadam', options, 0.002, own, ['m', 'v']);
}
