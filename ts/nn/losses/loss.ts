import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray, OpSpec } from '../../backend/backend.js';
import type { LossDefinition, WeightedOptions } from '../contracts.js';
import type { Config } from '../registry.js';
import { StandaloneLoss } from '../standalone/loss.js';
import type { TargetRange } from './targetRange.js';

/** What training minimises, made by `losses.…`; the loss of a batch is the mean over its samples. */
export class Loss implements LossDefinition {
  #standalone: StandaloneLoss | undefined;

  /** @internal */
  constructor(
    readonly config: Config,
    /** The loss as it is passed to the kernels. */
    readonly op: OpSpec,
    /** The targets that the loss takes: vectors (class labels count as one-hot vectors) or class labels alone. */
    readonly targets: 'vectors' | 'labels' = 'vectors',
    /** Values that targets may have; any by default. */
    readonly range?: TargetRange,
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /**
   * The mean loss over samples, `Σ C / n`; with weights `Σ w C / n`. It is computed in float32 where `yPred` is float32.
   *
   * @param yTrue targets of the outputs' shape, or class labels [n]
   * @param yPred outputs [n, …]
   * @throws ShapeError for targets that do not fit the outputs
   * @throws ArgumentError for empty outputs, values that are not finite, labels or weights out of range
   * @throws DTypeError for something else than arrays
   * @example losses.quadratic().evaluate([[0, 1]], [[0.5, 0.5]]) // 0.25
   */
  evaluate(yTrue: ArrayLike, yPred: ArrayLike, options: WeightedOptions = {}): number {
    return this.#evaluator.evaluate(yTrue, yPred, options);
  }

  /**
   * The loss of each sample, of shape [n], times its weight where there are weights.
   *
   * @throws ShapeError, ArgumentError, DTypeError as `evaluate` does
   */
  perSample(yTrue: ArrayLike, yPred: ArrayLike, options: WeightedOptions = {}): NdArray<Float64Array> {
    return this.#evaluator.perSample(yTrue, yPred, options);
  }

  /**
   * The gradient of the mean loss with respect to the outputs, in their shape: what the last layer's `backward` takes.
   *
   * @throws ShapeError, ArgumentError, DTypeError as `evaluate` does
   * @example losses.quadratic().gradient([[0, 1]], [[0.5, 0.5]]) // { data: [0.5, −0.5], shape: [1, 2] }
   */
  gradient(yTrue: ArrayLike, yPred: ArrayLike, options: WeightedOptions = {}): NdArray<FloatArray> {
    return this.#evaluator.gradient(yTrue, yPred, options);
  }

  get #evaluator(): StandaloneLoss {
    return (this.#standalone ??= new StandaloneLoss(this));
  }
}
