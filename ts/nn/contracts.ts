import type { ArrayLike } from '../array.js';
import type { OpSpec } from '../backend/backend.js';
import type { Shape } from '../shape.js';
import type { Initializer } from './initializers/initializer.js';
import type { TargetRange } from './losses/targetRange.js';
import type { Metric, MetricValue } from './metrics/metric.js';
import type { Config } from './registry.js';
import type { ClassWeights } from './samples/sampleWeights.js';
import type { Schedule } from './schedules/schedule.js';

// What the parts of ts/nn agree on. Code that plans, compiles and trains depends on these interfaces alone; the public
// classes `Layer`, `Loss` and `Optimizer` implement them and offer methods on top that run that code.

/** One array, or for a model with several inputs or outputs a list in their order, or an object by their names. */
export type Arrays = ArrayLike | readonly ArrayLike[] | Readonly<Record<string, ArrayLike>>;

/** Means over the samples: the loss, and by their names the metrics that `compile` asked for. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy?: number;
  readonly [metric: string]: MetricValue | undefined;
}

export interface WeightedOptions {
  /** How much each sample counts; 1 each by default. */
  readonly sampleWeight?: ArrayLike | undefined;
  /** How much each class counts; 1 each by default. */
  readonly classWeight?: ClassWeights | undefined;
}

/** One array of weights of a layer. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** False for running statistics, which have no gradient; true by default. */
  readonly isTrained?: boolean;
}

/** A layer fitted to samples of known shapes. */
export interface LayerPlan {
  /** What the kernels run; absent where the layer only gives the same values another shape. */
  readonly op?: OpSpec;
  readonly outputShape: Shape;
  /** In Keras' order: kernel, bias; parameters that are not trained come last. */
  readonly parameters: readonly Parameter[];
}

/** A layer as plans and graphs see it. */
export interface LayerDefinition {
  readonly kind: string;
  /** Kind and plain options, from which the layer can be made again. */
  readonly config: Config;
  readonly name: string | undefined;
  /** Fits the layer to samples of these shapes, one for each input; throws a `ShapeError` where it cannot. */
  readonly plan: (inputShapes: readonly Shape[]) => LayerPlan;
}

/** A loss as compiling and the reading of targets see it. */
export interface LossDefinition {
  readonly name: string;
  readonly config: Config;
  readonly op: OpSpec;
  /** The targets that the loss takes: vectors (class labels count as one-hot vectors) or class labels alone. */
  readonly targets: 'vectors' | 'labels';
  /** Values that targets may have; any where it is absent. */
  readonly range?: TargetRange | undefined;
}

/** An optimizer as compiling and training see it. */
export interface OptimizerDefinition {
  readonly name: string;
  readonly config: Config;
  /** The learning rate of each step. */
  readonly schedule: Schedule;
  readonly op: OpSpec;
  /** Names of the arrays that the optimizer keeps for each parameter, such as Adam's two moments. */
  readonly slots: readonly string[];
}

/** A metric of one output. */
export interface OutputMetric {
  readonly output: number;
  readonly metric: Metric;
  /** Name in logs: with the output's name before it where the model has several outputs. */
  readonly name: string;
}

/** The checked options of `compile`. */
export interface Training {
  readonly optimizer: OptimizerDefinition;
  /** One loss for each output. */
  readonly losses: readonly LossDefinition[];
  readonly lossWeights: readonly number[];
  /** Whether the kernels count correct classifications. */
  readonly accuracy: boolean;
  /** The metrics that the kernels do not compute. */
  readonly metrics: readonly OutputMetric[];
}
