import type { Executor } from '../compile/executor.js';
import type { Training } from '../contracts.js';
import { rates } from '../schedules/rates.js';

/**
 * Learning rates of the next `count` steps. A schedule that counts steps counts those of all calls, as the optimizer
 * does; one that counts epochs gives each step the rate of its epoch.
 *
 * @param epoch index of the first epoch
 * @param stepsPerEpoch where the steps belong to several epochs
 */
export function nextLearningRates(
  executor: Executor,
  training: Training,
  epoch: number,
  count: number,
  stepsPerEpoch = count,
): Float64Array {
  const { schedule } = training.optimizer;
  const first = schedule.per === 'epoch' ? epoch * stepsPerEpoch : executor.program.steps;
  return rates(schedule, first, count, stepsPerEpoch);
}
