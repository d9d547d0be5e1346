import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Schedule } from './schedule.js';

/**
 * The same rate throughout; a plain number stands for it, too.
 *
 * @param options `learningRate`, 0.01 by default
 * @throws ArgumentError for a rate below 0
 * @example schedules.constant({ learningRate: 0.1 })
 */
export function constant(options: { readonly learningRate?: number } = {}): Schedule {
  checkOptions(options, ['learningRate'], 'constant');
  const learningRate = number(options.learningRate ?? 0.01, 'learningRate', 'constant', { lowest: 0 });
  return new Schedule(configOf('constant', { learningRate }), 'step', () => learningRate);
}
