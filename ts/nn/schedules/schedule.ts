import { integer, oneOf } from '../../checks.js';
import type { Config, Json } from '../registry.js';

/** What a schedule counts: steps of the optimizer or finished epochs, both from 0. */
export type Per = 'step' | 'epoch';

/** What a schedule keeps beside the count. */
export interface Memory {
  expect(figures: readonly string[]): void;
  observe(logs: object): void;
  state(): Json;
  restore(state: Json): void;
}

const none: Memory = {
  expect: () => undefined,
  observe: () => undefined,
  state: () => null,
  restore: () => undefined,
};

/** Learning rates over the course of training, made by `schedules.…`. */
export class Schedule {
  constructor(
    readonly config: Config,
    readonly per: Per,
    private readonly rule: (count: number) => number,
    private readonly memory: Memory = none,
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /**
   * The rate after `count` steps, or epochs. It follows from the count alone, save for `reduceOnPlateau`.
   *
   * @throws ArgumentError for a count that is no whole number from 0
   */
  rate(count: number): number {
    return this.rule(integer(count, 'count', this.name, 0));
  }

  /**
   * Checks before training that its epochs will have the figure that `observe` needs.
   *
   * @throws ArgumentError where they will not
   */
  expect(figures: readonly string[]): void {
    this.memory.expect(figures);
  }

  /** Whether `observe` changes anything. */
  get isObserver(): boolean {
    return this.memory !== none;
  }

  /**
   * Takes note of the figures of a finished epoch; only `reduceOnPlateau` has use for them.
   *
   * @throws ArgumentError where a figure that it needs is missing
   */
  observe(logs: object): void {
    this.memory.observe(logs);
  }

  /** What `restore` needs to go on exactly, beside the count; null where that is all. */
  state(): Json {
    return this.memory.state();
  }

  /**
   * Goes on from a `state`.
   *
   * @throws ArgumentError for something else
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
