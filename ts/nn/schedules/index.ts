import { number } from '../../checks.js';
import { type Config, fromConfig, resolve } from '../registry.js';
import { cosine } from './cosine.js';
import { exponential, inverseTimeDecay } from './decay.js';
import { piecewise } from './piecewise.js';
import { reduceOnPlateau } from './reduceOnPlateau.js';
import { constant, Schedule } from './schedule.js';
import { step } from './step.js';
import { warmUp } from './warmUp.js';

/** Learning rates that change in training; they take the place of a number as the `learningRate`. */
export const schedules = {
  constant,
  inverseTimeDecay,
  exponential,
  step,
  piecewise,
  cosine,
  warmUp,
  reduceOnPlateau,
};

/** A plain number is a constant rate. */
export type ScheduleLike = number | Schedule | Config;

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
