import { boolean } from '../../checks.js';
import type { AdamOptions } from './adam.js';
import { readMoments } from './moments.js';
import type { Optimizer } from './optimizer.js';
import { build } from './options.js';

/**
 * Adam with weight decay apart from the gradient: before each step of `adam`, `w ← (1 − η λ) w`. By default η = 0.001,
 * ε = 1e-8 and λ = 0.01.
 *
 * As in PyTorch (torch.optim.AdamW): all weights decay, biases too. Loshchilov, Hutter, arXiv:1711.05101.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @example optimizers.adamw({ weightDecay: 0.1 })
 */
export function adamw(options: AdamOptions = {}): Optimizer {
  const own = {
    ...readMoments(options, 0.01, 'adamw'),
    amsgrad: boolean(options.amsgrad ?? false, 'amsgrad', 'adamw'),
  };
  return build('adamw', options, 0.001, own, own.amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);
}
