import { decay, type DecayOptions } from './decay.js';
import type { Schedule } from './schedule.js';

/**
 * Inverse time decay: `α0 / (1 + κ t)` with t = count / decaySteps, α0 the `initialLearningRate` and κ the
 * `decayRate`; whole units of t alone with `staircase`.
 *
 * @throws ArgumentError for a rate below 0 or `decaySteps` that are no positive integer
 * @example optimizers.sgd({ learningRate: schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 1e-3 }) })
 */
export function inverseTimeDecay(options: DecayOptions): Schedule {
  return decay('inverseTimeDecay', options, (decayRate, time) => 1 / (1 + decayRate * time));
}
