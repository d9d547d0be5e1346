import { checkOptions, number, positiveInteger } from '../../checks.js';
import { configOf } from '../registry.js';
import { Schedule, type ScheduleLike } from './schedule.js';

export interface WarmUpOptions {
  /** What follows, from its own start; a number for a constant rate. */
  readonly schedule: ScheduleLike;
  /** Length of the rise in what that schedule counts. */
  readonly steps: number;
  /** The rate at the start of the rise; 0 by default. */
  readonly initialLearningRate?: number | undefined;
}

/** Reads a schedule from what the user passed, at its start. */
type ReadSchedule = (value: unknown, operation: string) => Schedule;

/**
 * The rule of `schedules.warmUp`. It takes every kind of schedule, so the registry, which also lists this one, passes in
 * how a schedule is read.
 */
export function warmUp(options: WarmUpOptions, readSchedule: ReadSchedule): Schedule {
  checkOptions(options, ['schedule', 'steps', 'initialLearningRate'], 'warmUp');
  const steps = positiveInteger(options.steps, 'steps', 'warmUp');
  const start = number(options.initialLearningRate ?? 0, 'initialLearningRate', 'warmUp', { lowest: 0 });
  const after = readSchedule(options.schedule, 'warmUp');
  const config = configOf('warmUp', { schedule: after.config, steps, initialLearningRate: start });
  const rate = (count: number) =>
    count < steps ? start + ((after.rate(0) - start) * count) / steps : after.rate(count - steps);
  return new Schedule(config, after.per, rate, after);
}
