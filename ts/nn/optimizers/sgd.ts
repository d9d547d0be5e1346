import { checkOptions, number } from '../../checks.js';
import { configOf } from '../config.js';
import { schedule, type ScheduleLike } from '../schedules/index.js';
import { Optimizer } from './optimizer.js';

export interface SgdOptions {
  /** Step size η, a number or a schedule; 0.01 by default. */
  readonly learningRate?: ScheduleLike;
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
  const rate = schedule(options.learningRate ?? 0.01, 'sgd');
  const momentum = number(options.momentum ?? 0, 'momentum', 'sgd', { lowest: 0, highest: 1, open: true });
  const config = configOf('sgd', { learningRate: rate.config, momentum });
  return new Optimizer(config, rate, { kind: 'sgd', momentum }, momentum > 0 ? ['velocity'] : []);
}
