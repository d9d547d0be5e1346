import { boolean } from '../../checks.js';
import { type MomentOptions, readMoments } from './moments.js';
import type { Optimizer } from './optimizer.js';
import { build } from './options.js';

export interface AdamOptions extends MomentOptions {
  /** Whether the largest mean square so far counts (AMSGrad); false by default. */
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
  const own = {
    ...readMoments(options, 0, 'adam'),
    amsgrad: boolean(options.amsgrad ?? false, 'amsgrad', 'adam'),
  };
  return build('adam', options, 0.001, own, own.amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);
}
