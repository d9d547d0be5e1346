import { boolean, checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { type Per, readPer, Schedule } from './schedule.js';

/** Options of the rules that lower the rate with the time t = count / decaySteps. */
export interface DecayOptions {
  /** The rate at the start, α0. */
  readonly initialLearningRate: number;
  /** κ: by what the rate decays in a unit of time. */
  readonly decayRate: number;
  /** Steps, or epochs, in a unit of time; 1 by default. */
  readonly decaySteps?: number | undefined;
  /** Whether the rate changes only when a whole unit of time is over; false by default. */
  readonly staircase?: boolean | undefined;
  /** What is counted; `step` by default. */
  readonly per?: Per | undefined;
}

const OPTIONS = ['initialLearningRate', 'decayRate', 'decaySteps', 'staircase', 'per'];

/** A schedule `initialLearningRate · factor(decayRate, t)`. */
export function decay(
  kind: string,
  options: DecayOptions,
  factor: (decayRate: number, time: number) => number,
): Schedule {
  checkOptions(options, OPTIONS, kind);
  const initialLearningRate = number(options.initialLearningRate, 'initialLearningRate', kind, { lowest: 0 });
  const decayRate = number(options.decayRate, 'decayRate', kind, { lowest: 0 });
  const decaySteps = positiveInteger(options.decaySteps ?? 1, 'decaySteps', kind);
  const staircase = boolean(options.staircase ?? false, 'staircase', kind);
  const per = readPer(options.per ?? 'step', kind);
  const config = configOf(kind, { initialLearningRate, decayRate, decaySteps, staircase, per });
  return new Schedule(config, per, (count) => {
    const time = count / decaySteps;
    return initialLearningRate * factor(decayRate, staircase ? Math.floor(time) : time);
  });
}
