import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';
import type { Config } from '../registry.js';
import { constraint, type ConstraintLike } from '../constraints/index.js';
import { initializer, type InitializerLike, type InitializerName } from '../initializers/index.js';
import { regularizer, type RegularizerLike } from '../regularizers/index.js';
import type { Parameter } from '../contracts.js';

/** What a layer with a kernel and a bias lets choose about them. */
export interface WeightOptions {
  /** Whether a bias is added; true by default. */
  readonly useBias?: boolean | undefined;
  /** Start values of the weights; `glorotUniform` by default. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Start values of the biases; `zeros` by default. */
  readonly biasInitializer?: InitializerLike | undefined;
  /** What large weights cost; nothing by default. */
  readonly kernelRegularizer?: RegularizerLike | undefined;
  /** What large biases cost; nothing by default. */
  readonly biasRegularizer?: RegularizerLike | undefined;
  /** What large outputs cost, per sample; nothing by default. */
  readonly activityRegularizer?: RegularizerLike | undefined;
  /** A bound on the weights; none by default. */
  readonly kernelConstraint?: ConstraintLike | undefined;
  /** A bound on the biases; none by default. */
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

/** What such options come to. */
export interface WeightPlan {
  /** For the config of the layer. */
  readonly config: Readonly<Record<string, Config>>;
  /** For the unit that crosses. */
  readonly opArguments: Readonly<Record<string, string | number>>;
  parameter(name: string, shape: Shape): Parameter;
}

/** Reads initialisers, regularisers and constraints of a layer's parameters, `${name}Initializer` and so on. */
export function readWeightOptions(
  options: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, InitializerName>>,
  operation: string,
): WeightPlan {
  const config: Record<string, Config> = {};
  const opArguments: Record<string, string | number> = {};
  const bounds = new Map<string, readonly number[]>();
  const initializers = new Map(
    Object.entries(defaults).map(([name, start]) => {
      const read = initializer(options[`${name}Initializer`] ?? start, operation);
      config[`${name}Initializer`] = read.config;
      return [name, read];
    }),
  );
  for (const name of [...Object.keys(defaults), 'activity']) {
    const given = options[`${name}Regularizer`];
    if (given === undefined) continue;
    const { config: own, l1, l2 } = regularizer(given, operation);
    config[`${name}Regularizer`] = own;
    opArguments[`${name}L1`] = l1;
    opArguments[`${name}L2`] = l2;
  }
  for (const name of Object.keys(defaults)) {
    const given = options[`${name}Constraint`];
    if (given === undefined) continue;
    const { config: own, maxValue, axes } = constraint(given, operation);
    config[`${name}Constraint`] = own;
    bounds.set(name, axes);
    opArguments[`${name}MaxNorm`] = maxValue;
    opArguments[`${name}MaxNormAxes`] = axes.join();
  }
  return {
    config,
    opArguments,
    parameter: (name, shape) => {
      const initializer = initializers.get(name);
      if (!initializer) throw new Error(`the layer has no ${name}`);
      checkAxes(bounds.get(name) ?? [], name, shape, operation);
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
    remedy: 'pass another axis to the constraint',
  });
}
