import { checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { type Per, readPer, Schedule } from './schedule.js';

export interface StepOptions {
  /** The rate at the start, at least 0. */
  readonly initialLearningRate: number;
  /** Number of epochs, or steps, between two changes of the rate. */
  readonly stepSize: number;
  /** Factor by which each change multiplies the rate, at least 0; 0.1 by default. */
  readonly gamma?: number | undefined;
  /** Whether `stepSize` counts steps or epochs; `epoch` by default. */
  readonly per?: Per | undefined;
}

/**
 * Multiplies the rate by `gamma` after every `stepSize` epochs: `initialLearningRate · gamma^⌊count / stepSize⌋`.
 * PyTorch's StepLR.
 *
 * @throws ArgumentError for a rate or factor below 0, or if `stepSize` is not a positive integer
 * @example schedules.step({ initialLearningRate: 0.1, stepSize: 30 })
 */
export function step(options: StepOptions): Schedule {
  checkOptions(options, ['initialLearningRate', 'stepSize', 'gamma', 'per'], 'step');
  const initialLearningRate = number(options.initialLearningRate, 'initialLearningRate', 'step', {
    lowest: 0,
  });
  const stepSize = positiveInteger(options.stepSize, 'stepSize', 'step');
  const gamma = number(options.gamma ?? 0.1, 'gamma', 'step', { lowest: 0 });
  const per = readPer(options.per ?? 'epoch', 'step');
  const config = configOf('step', { initialLearningRate, stepSize, gamma, per });
  return new Schedule(config, per, (count) => initialLearningRate * gamma ** Math.floor(count / stepSize));
}
