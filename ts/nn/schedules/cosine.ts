import { checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { type Per, readPer, Schedule } from './schedule.js';

export interface CosineOptions {
  /** The rate at the start, at least 0. */
  readonly initialLearningRate: number;
  /** Number of steps, or epochs, from the first rate to the last. */
  readonly decaySteps: number;
  /** The last rate as a share of the first, in [0, 1]; 0 by default. */
  readonly alpha?: number | undefined;
  /** Whether `decaySteps` counts steps or epochs; `step` by default. */
  readonly per?: Per | undefined;
}

/**
 * Half a cosine: `initialLearningRate · ((1 − alpha) · (1 + cos πt) / 2 + alpha)` with t = count / decaySteps,
 * at most 1. Loshchilov and Hutter, ICLR 2017.
 *
 * @throws ArgumentError for a rate below 0, if `decaySteps` is not a positive integer, or for alpha outside [0, 1]
 * @example schedules.cosine({ initialLearningRate: 0.1, decaySteps: 30, per: 'epoch' })
 */
export function cosine(options: CosineOptions): Schedule {
  checkOptions(options, ['initialLearningRate', 'decaySteps', 'alpha', 'per'], 'cosine');
  const initialLearningRate = number(options.initialLearningRate, 'initialLearningRate', 'cosine', {
    lowest: 0,
  });
  const decaySteps = positiveInteger(options.decaySteps, 'decaySteps', 'cosine');
  const alpha = number(options.alpha ?? 0, 'alpha', 'cosine', { lowest: 0, highest: 1 });
  const per = readPer(options.per ?? 'step', 'cosine');
  const config = configOf('cosine', { initialLearningRate, decaySteps, alpha, per });
  return new Schedule(config, per, (count) => {
    const wave = (1 + Math.cos((Math.PI * Math.min(count, decaySteps)) / decaySteps)) / 2;
    return initialLearningRate * ((1 - alpha) * wave + alpha);
  });
}
