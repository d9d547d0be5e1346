import type { Unit } from '../../backend/backend.js';
import type { Config } from '../config.js';
import { fresh } from '../schedules/index.js';
import type { Schedule } from '../schedules/schedule.js';

/** A rule that turns gradients into steps, made by `optimizers.…`. */
export class Optimizer {
  constructor(
    readonly config: Config,
    /** The learning rate of each step. */
    readonly schedule: Schedule,
    /** How it crosses to the kernels. */
    readonly unit: Unit,
    /** Names of the arrays that it keeps for each parameter. */
    readonly slots: readonly string[],
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /** Of the first step. */
  get learningRate(): number {
    return fresh(this.schedule).rate(0);
  }

  /** The same with a schedule at its start: every training has its own. */
  fresh(): Optimizer {
    return new Optimizer(this.config, fresh(this.schedule), this.unit, this.slots);
  }
}
