import { boolean, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Optimizer } from './optimizer.js';
import { readNonNegative, buildOptimizer, type OptimizerOptions, readShare } from './options.js';

export interface SgdOptions extends OptimizerOptions {
  /** Momentum μ: share of the previous step that is kept, in [0, 1); 0 by default. */
  readonly momentum?: number | undefined;
  /** Share of the gradient that is not added to the velocity, from the second step on, in [0, 1]; 0 by default. */
  readonly dampening?: number | undefined;
  /** Whether to use Nesterov's momentum; needs a momentum above 0 and no dampening; false by default. */
  readonly nesterov?: boolean | undefined;
  /** Weight decay λ: adds λ w to the gradient; 0 by default. */
  readonly weightDecay?: number | undefined;
}

/**
 * Stochastic gradient descent: `v ← μ v + (1 − dampening) g`, `w ← w − η v`, with g the gradient of the mean loss of a
 * batch; with Nesterov's momentum `w ← w − η (g + μ v)`. The learning rate is 0.01 by default.
 *
 * As in PyTorch (torch.optim.SGD). Sutskever et al., ICML 2013.
 *
 * @throws ArgumentError for an option out of range, or `nesterov` without momentum or with dampening
 * @example optimizers.sgd({ learningRate: 3 })
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const own = {
    momentum: readShare(options.momentum ?? 0, 'momentum', 'sgd'),
    dampening: number(options.dampening ?? 0, 'dampening', 'sgd', { lowest: 0, highest: 1 }),
    nesterov: boolean(options.nesterov ?? false, 'nesterov', 'sgd'),
    weightDecay: readNonNegative(options.weightDecay ?? 0, 'weightDecay', 'sgd'),
  };
  if (own.nesterov && (own.momentum === 0 || own.dampening > 0)) {
    throw new ArgumentError({
      code: 'nesterov',
      operation: 'sgd',
      actual: `nesterov is true with momentum ${own.momentum} and dampening ${own.dampening}`,
      expected: 'it needs a momentum above 0 and no dampening',
      remedy: 'pass momentum: 0.9, for example',
    });
  }
  return buildOptimizer('sgd', options, 0.01, own, own.momentum > 0 ? ['velocity'] : []);
}
