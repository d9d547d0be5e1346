import { checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { fresh, schedule, type ScheduleLike } from './index.js';
import { Schedule } from './schedule.js';

export interface WarmUpOptions {
  /** What follows, from its own start; a number for a constant rate. */
  readonly schedule: ScheduleLike;
  /** Length of the rise in what that schedule counts. */
  readonly steps: number;
  /** The rate at the start of the rise; 0 by default. */
  readonly initialLearningRate?: number | undefined;
}

/**
 * A straight rise to the first rate of another schedule, which follows: with s = `steps` and α0 the
 * `initialLearningRate`, `α0 + (rate(0) − α0) · count / s` before s and `rate(count − s)` from there.
 * Keras' CosineDecay has it built in.
 *
 * @throws ArgumentError for steps that are no positive integer, a rate below 0, or a schedule that is none
 * @example schedules.warmUp({ schedule: schedules.cosine({ initialLearningRate: 0.1, decaySteps: 9000 }), steps: 500 })
 */
export function warmUp(options: WarmUpOptions): Schedule {
  checkOptions(options, ['schedule', 'steps', 'initialLearningRate'], 'warmUp');
  const steps = positiveInteger(options.steps, 'steps', 'warmUp');
  const start = number(options.initialLearningRate ?? 0, 'initialLearningRate', 'warmUp', { lowest: 0 });
  const after = fresh(schedule(options.schedule, 'warmUp'));
  const config = configOf('warmUp', { schedule: after.config, steps, initialLearningRate: start });
  const rate = (count: number) =>
    count < steps ? start + ((after.rate(0) - start) * count) / steps : after.rate(count - steps);
  return new Schedule(config, after.per, rate, after);
}
