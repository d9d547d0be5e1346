import { checkOptions, number } from '../../checks.js';
import { Optimizer } from './optimizer.js';

export interface SgdOptions {
  /** Step size η, 0.01 by default. */
  readonly learningRate?: number;
  /** Share μ of the last step that is kept, in [0, 1); 0 by default. */
  readonly momentum?: number;
}

/**
 * Stochastic gradient descent: `v ← μ v + g`, `w ← w − η v`, with g the gradient of the mean loss of a batch.
 *
 * @throws ArgumentError for a learning rate below 0 or a momentum outside [0, 1)
 * @example optimizers.sgd({ learningRate: 3 })
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptions(options, ['learningRate', 'momentum'], 'sgd');
  const learningRate = number(options.learningRate ?? 0.01, 'learningRate', 'sgd', { lowest: 0 });
  const momentum = number(options.momentum ?? 0, 'momentum', 'sgd', { lowest: 0, highest: 1, open: true });
  return new Optimizer('sgd', learningRate, { kind: 'sgd', momentum }, momentum > 0 ? ['velocity'] : []);
}
