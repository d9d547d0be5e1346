import { decay, type DecayOptions } from './decay.js';
import type { Schedule } from './schedule.js';

/**
 * Exponential decay: `initialLearningRate · decayRate^t` with t = count / decaySteps; whole units of t alone with
 * `staircase`.
 *
 * @throws ArgumentError for a rate below 0 or `decaySteps` that are no positive integer
 * @example schedules.exponential({ initialLearningRate: 0.1, decayRate: 0.96, decaySteps: 1000 })
 */
export function exponential(options: DecayOptions): Schedule {
  return decay('exponential', options, (decayRate, time) => decayRate ** time);
}
