import type { Config } from '../registry.js';

/** A bound on a parameter that holds after every step, made by `constraints.…`. */
export class Constraint {
  constructor(
    readonly config: Config,
    readonly maxValue: number,
    /** Axes over which a norm is taken. */
    readonly axes: readonly number[],
  ) {}

  get name(): string {
    return this.config.kind;
  }
}
