import type { ArrayLike } from '../../array.js';
import type { OpSpec } from '../../backend/backend.js';
import type { OptimizerDefinition } from '../contracts.js';
import type { Config } from '../registry.js';
import type { BuiltLayer } from '../standalone/builtLayer.js';
import { StandaloneOptimizer } from '../standalone/optimizer.js';
import type { Updatable } from '../standalone/updateTargets.js';
import { fresh } from '../schedules/index.js';
import type { Schedule } from '../schedules/schedule.js';

/** A rule that turns gradients into steps, made by `optimizers.…`. */
export class Optimizer implements OptimizerDefinition {
  #byHand: StandaloneOptimizer | undefined;

  constructor(
    readonly config: Config,
    /** The learning rate of each step. */
    readonly schedule: Schedule,
    /** How it crosses to the kernels. */
    readonly op: OpSpec,
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
    return new Optimizer(this.config, fresh(this.schedule), this.op, this.slots);
  }

  /**
   * One step by hand. Layers go down the gradients of their last `backward`; arrays, changed in place, down those
   * that are passed. What the optimizer keeps belongs to the places in the list, so that every step needs the same
   * parameters in the same order. Nothing of it is shared with models that are compiled with this optimizer.
   *
   * @throws ShapeError for gradients, or another step's parameters, of other shapes
   * @throws ArgumentError for layers without gradients, or gradients that are not finite
   * @throws DTypeError for parameters that are neither layers nor arrays that can be changed
   * @example
   * optimizer.step([dense1, dense2]);
   * optimizer.step([w, b], [dw, db]);
   */
  step(layers: readonly BuiltLayer<unknown>[]): void;
  step(parameters: readonly Updatable[], gradients: readonly ArrayLike[]): void;
  step(
    parameters: readonly BuiltLayer<unknown>[] | readonly Updatable[],
    gradients?: readonly ArrayLike[],
  ): void {
    this.#hand.step(parameters, gradients);
  }

  /**
   * Tells the schedule of steps by hand that an epoch is over; those that count steps need it not.
   *
   * @param figures what `reduceOnPlateau` monitors
   * @throws ArgumentError where a figure that the schedule needs is missing
   * @example optimizer.endEpoch({ valLoss })
   */
  endEpoch(figures: Readonly<Record<string, number>> = {}): void {
    this.#hand.optimizer.schedule.observe(figures);
    this.#hand.epoch += 1;
  }

  /** Steps done by hand. */
  get steps(): number {
    return this.#byHand?.steps ?? 0;
  }

  /** Of the next step by hand. */
  get currentLearningRate(): number {
    return this.#hand.rate;
  }

  get #hand(): StandaloneOptimizer {
    return (this.#byHand ??= new StandaloneOptimizer(this.fresh()));
  }
}
