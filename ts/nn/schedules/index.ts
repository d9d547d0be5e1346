import { number } from '../../checks.js';
import { fromConfig, resolve } from '../registry.js';
import { cosine } from './cosine.js';
import { exponential, inverseTimeDecay } from './decay.js';
import { piecewise } from './piecewise.js';
import { reduceOnPlateau } from './reduceOnPlateau.js';
import { constant, Schedule } from './schedule.js';
import { step } from './step.js';
import { warmUp, type WarmUpOptions } from './warmUp.js';

/** Learning rates that change in training; they take the place of a number as the `learningRate`. */
export const schedules = {
  constant,
  inverseTimeDecay,
  exponential,
  step,
  piecewise,
  cosine,
  /**
   * A straight rise to the first rate of another schedule, which follows: with s = `steps` and α0 the
   * `initialLearningRate`, `α0 + (rate(0) − α0) · count / s` before s and `rate(count − s)` from there.
   * Keras' CosineDecay has it built in.
   *
   * @throws ArgumentError for steps that are no positive integer, a rate below 0, or a schedule that is none
   * @example schedules.warmUp({ schedule: schedules.cosine({ initialLearningRate: 0.1, decaySteps: 9000 }), steps: 500 })
   */
  warmUp: (options: WarmUpOptions): Schedule =>
    warmUp(options, (value, operation) => fresh(schedule(value, operation))),
  reduceOnPlateau,
};

export function schedule(value: unknown, operation: string): Schedule {
  if (typeof value === 'number') {
    return constant({ learningRate: number(value, 'learningRate', operation, { lowest: 0 }) });
  }
  return resolve(schedules, Schedule, value, 'schedule', operation);
}

/** The same schedule at its start: every training has its own state. */
export function fresh({ config, name }: Schedule): Schedule {
  return fromConfig(schedules, config, 'schedule', name);
}
