import { boolean, checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { type Per, readPer, Schedule } from './schedule.js';

/** Options of the schedules that lower the rate with the time t = count / decaySteps. */
export interface DecayOptions {
  /** The rate at the start, α0; at least 0. */
  readonly initialLearningRate: number;
  /** κ: how much the rate decays in a unit of time; at least 0. */
  readonly decayRate: number;
  /** Number of steps, or epochs, in a unit of time; 1 by default. */
  readonly decaySteps?: number | undefined;
  /** Whether the rate changes only after each whole unit of time; false by default. */
  readonly staircase?: boolean | undefined;
  /** Whether `decaySteps` counts steps or epochs; `step` by default. */
  readonly per?: Per | undefined;
}

const OPTIONS = ['initialLearningRate', 'decayRate', 'decaySteps', 'staircase', 'per'];

/**
 * Exponential decay: `α0 κ^t` with t = count / decaySteps, α0 the `initialLearningRate` and κ the `decayRate`; with
 * `staircase`, t is rounded down.
 *
 * @throws ArgumentError for a rate below 0, or if `decaySteps` is not a positive integer
 * @example schedules.exponential({ initialLearningRate: 0.1, decayRate: 0.96, decaySteps: 1000 })
 */
export function exponential(options: DecayOptions): Schedule {
  return decay('exponential', options, (decayRate, time) => decayRate ** time);
}

/**
 * Inverse time decay: `α0 / (1 + κ t)` with t = count / decaySteps, α0 the `initialLearningRate` and κ the
 * `decayRate`; with `staircase`, t is rounded down.
 *
 * @throws ArgumentError for a rate below 0, or if `decaySteps` is not a positive integer
 * @example optimizers.sgd({ learningRate: schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 1e-3 }) })
 */
export function inverseTimeDecay(options: DecayOptions): Schedule {
  return decay('inverseTimeDecay', options, (decayRate, time) => 1 / (1 + decayRate * time));
}

/** The schedule `initialLearningRate · factor(decayRate, t)`. */
function decay(
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
