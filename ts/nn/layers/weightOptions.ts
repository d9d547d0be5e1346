import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';
import type { Config } from '../registry.js';
import { constraint, type ConstraintLike } from '../constraints/index.js';
import { type Initializer } from '../initializers/initializer.js';
import { initializer, type InitializerLike } from '../initializers/index.js';
import { regularizer, type RegularizerLike } from '../regularizers/index.js';
import type { Parameter } from '../contracts.js';

/** The options of a layer with a kernel and a bias that concern these weights. */
export interface WeightOptions {
  /** Whether a bias is added; true by default. */
  readonly useBias?: boolean | undefined;
  /** Start values of the kernel; `glorotUniform` by default. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Start values of the biases; `zeros` by default. */
  readonly biasInitializer?: InitializerLike | undefined;
  /** Penalty on large weights of the kernel; none by default. */
  readonly kernelRegularizer?: RegularizerLike | undefined;
  /** Penalty on large biases; none by default. */
  readonly biasRegularizer?: RegularizerLike | undefined;
  /** Penalty on large outputs, per sample; none by default. */
  readonly activityRegularizer?: RegularizerLike | undefined;
  /** Bound on the kernel; none by default. */
  readonly kernelConstraint?: ConstraintLike | undefined;
  /** Bound on the biases; none by default. */
  readonly biasConstraint?: ConstraintLike | undefined;
}

export const WEIGHT_OPTIONS = [
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'biasRegularizer',
  'activityRegularizer',
  'kernelConstraint',
  'biasConstraint',
];

/** What the user chose for one parameter of a layer. */
export interface ParameterOptions {
  readonly initializer: InitializerLike;
  readonly regularizer?: RegularizerLike | undefined;
  readonly constraint?: ConstraintLike | undefined;
}

/** The options of all parameters of a layer, read and checked. */
export interface WeightPlan {
  /** The options that were given, and the initializers, for the config of the layer. */
  readonly config: Readonly<Record<string, Config>>;
  /** Penalties and bounds, as arguments of the layer's op. */
  readonly opArguments: Readonly<Record<string, string | number>>;
  /** The parameter of this name and shape; throws a `ShapeError` if its constraint does not fit the shape. */
  parameter(name: string, shape: Shape): Parameter;
}

/** Reads the options of a layer with a kernel and a bias. */
export function readWeightOptions(options: WeightOptions, operation: string): WeightPlan {
  const kernel = {
    initializer: options.kernelInitializer ?? 'glorotUniform',
    regularizer: options.kernelRegularizer,
    constraint: options.kernelConstraint,
  };
  const bias = {
    initializer: options.biasInitializer ?? 'zeros',
    regularizer: options.biasRegularizer,
    constraint: options.biasConstraint,
  };
  return planWeights({ kernel, bias }, options.activityRegularizer, operation);
}

/**
 * Reads the options of a layer's parameters. In the config of the layer the options of a parameter `kernel` are
 * `kernelInitializer`, `kernelRegularizer` and `kernelConstraint`; to the kernels they are passed as `kernelL1`,
 * `kernelL2`, `kernelMaxNorm` and `kernelMaxNormAxes`.
 *
 * @param activityRegularizer penalty on the outputs of the layer, if there is one
 */
export function planWeights(
  parameters: Readonly<Record<string, ParameterOptions>>,
  activityRegularizer: RegularizerLike | undefined,
  operation: string,
): WeightPlan {
  const config: Record<string, Config> = {};
  const opArguments: Record<string, string | number> = {};
  const initializers = new Map<string, Initializer>();
  const normAxes = new Map<string, readonly number[]>();
  const all = Object.entries(parameters);
  // One loop for each kind of option: the order of the config's keys is that of saved models.
  for (const [name, given] of all) {
    const read = initializer(given.initializer, operation);
    config[`${name}Initializer`] = read.config;
    initializers.set(name, read);
  }
  const penalties = all.map(([name, given]) => [name, given.regularizer] as const);
  for (const [name, given] of [...penalties, ['activity', activityRegularizer] as const]) {
    if (given === undefined) continue;
    const read = regularizer(given, operation);
    config[`${name}Regularizer`] = read.config;
    opArguments[`${name}L1`] = read.l1;
    opArguments[`${name}L2`] = read.l2;
  }
  for (const [name, given] of all) {
    if (given.constraint === undefined) continue;
    const read = constraint(given.constraint, operation);
    config[`${name}Constraint`] = read.config;
    opArguments[`${name}MaxNorm`] = read.maxValue;
    opArguments[`${name}MaxNormAxes`] = read.axes.join();
    normAxes.set(name, read.axes);
  }
  return {
    config,
    opArguments,
    parameter: (name, shape) => {
      const initializer = initializers.get(name);
      if (!initializer) throw new Error(`the layer has no parameter ${name}, this is a bug in ferrograd`);
      checkAxes(normAxes.get(name) ?? [], name, shape, operation);
      return { name, shape, initializer };
    },
  };
}

function checkAxes(axes: readonly number[], name: string, shape: Shape, operation: string): void {
  const beyond = axes.find((axis) => axis >= shape.length);
  if (beyond === undefined) return;
  throw new ShapeError({
    code: 'constraint-axis',
    operation,
    actual: `the ${name}Constraint takes its norm over axis ${beyond}`,
    expected: `the ${name} has shape ${shapeText(shape)}`,
    remedy: 'pass an axis of this shape to the constraint',
  });
}
