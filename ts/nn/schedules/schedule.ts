import { checkOptions, integer, number, oneOf } from '../../checks.js';
import { type Config, configOf, type Json } from '../registry.js';

/** What a schedule counts: steps of the optimizer, or finished epochs; both from 0. */
export type Per = 'step' | 'epoch';

/** What a schedule remembers beside the count, such as the best loss so far; see the methods of `Schedule`. */
export interface ScheduleMemory {
  expect(metricNames: readonly string[]): void;
  observe(logs: object): void;
  state(): Json;
  restore(state: Json): void;
}

/** The memory of a schedule whose rate follows from the count alone. */
const NO_MEMORY: ScheduleMemory = {
  expect: () => undefined,
  observe: () => undefined,
  state: () => null,
  restore: () => undefined,
};

/** The learning rate as a function of the step or the epoch, made by `schedules.…`. */
export class Schedule {
  constructor(
    readonly config: Config,
    readonly per: Per,
    private readonly rule: (count: number) => number,
    private readonly memory: ScheduleMemory = NO_MEMORY,
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /**
   * The rate after `count` steps, or epochs. It depends on the count alone, except in `reduceOnPlateau`.
   *
   * @throws ArgumentError if `count` is not a whole number from 0
   */
  rate(count: number): number {
    return this.rule(integer(count, 'count', this.name, 0));
  }

  /**
   * Checks before training that the logs of its epochs will contain the metric that `observe` needs.
   *
   * @throws ArgumentError if they will not
   */
  expect(metricNames: readonly string[]): void {
    this.memory.expect(metricNames);
  }

  /** Whether `observe` has an effect, so that training must call it after each epoch. */
  get isObserver(): boolean {
    return this.memory !== NO_MEMORY;
  }

  /**
   * Notes the metrics of a finished epoch; only `reduceOnPlateau` uses them.
   *
   * @throws ArgumentError if the metric that the schedule monitors is missing
   */
  observe(logs: object): void {
    this.memory.observe(logs);
  }

  /** All that `restore` needs beside the count to resume exactly; null if the count is all. */
  state(): Json {
    return this.memory.state();
  }

  /**
   * Resumes from what `state` returned.
   *
   * @throws ArgumentError for any other value
   */
  restore(state: Json): void {
    this.memory.restore(state);
  }
}

/** What options take as a schedule: a plain number is a constant rate. */
export type ScheduleLike = number | Schedule | Config;

export function readPer(value: unknown, operation: string): Per {
  return oneOf(value, ['step', 'epoch'], 'per', operation);
}

/**
 * The same rate throughout; a plain number means this schedule, too.
 *
 * @param options `learningRate`, 0.01 by default
 * @throws ArgumentError for a rate below 0
 * @example schedules.constant({ learningRate: 0.1 })
 */
export function constant(options: { readonly learningRate?: number } = {}): Schedule {
  checkOptions(options, ['learningRate'], 'constant');
  const learningRate = number(options.learningRate ?? 0.01, 'learningRate', 'constant', { lowest: 0 });
  return new Schedule(configOf('constant', { learningRate }), 'step', () => learningRate);
}
