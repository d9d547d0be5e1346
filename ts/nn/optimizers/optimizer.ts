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
  #standalone: StandaloneOptimizer | undefined;

  constructor(
    readonly config: Config,
    /** The learning rate of each step. */
    readonly schedule: Schedule,
    /** The optimizer as it is passed to the kernels. */
    readonly op: OpSpec,
    /** Names of the arrays that the optimizer keeps for each parameter. */
    readonly slots: readonly string[],
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /** Learning rate of the first step. */
  get learningRate(): number {
    return fresh(this.schedule).rate(0);
  }

  /** The same optimizer with its schedule at the start, as every training needs one of its own. */
  fresh(): Optimizer {
    return new Optimizer(this.config, fresh(this.schedule), this.op, this.slots);
  }

  /**
   * One step of a training loop written by the user. Layers are updated by the gradients of their last `backward`, arrays
   * in place by the gradients that are passed. The optimizer keeps its state by the index in the list, so every step needs
   * the same parameters in the same order. Models that are compiled with this optimizer have a state of their own.
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
    this.#stepper.step(parameters, gradients);
  }

  /**
   * Notifies the schedule of `step` that an epoch is over; schedules that count steps do not need it.
   *
   * @param metrics values that `reduceOnPlateau` monitors, by name
   * @throws ArgumentError where a value that the schedule needs is missing
   * @example optimizer.endEpoch({ valLoss })
   */
  endEpoch(metrics: Readonly<Record<string, number>> = {}): void {
    this.#stepper.optimizer.schedule.observe(metrics);
    this.#stepper.epoch += 1;
  }

  /** Number of calls of `step`. */
  get steps(): number {
    return this.#standalone?.steps ?? 0;
  }

  /** Learning rate of the next `step`. */
  get currentLearningRate(): number {
    return this.#stepper.rate;
  }

  get #stepper(): StandaloneOptimizer {
    return (this.#standalone ??= new StandaloneOptimizer(this.fresh()));
  }
}
