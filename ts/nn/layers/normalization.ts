import { boolean, integer } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';
import type { ConstraintLike } from '../constraints/index.js';
import type { InitializerLike } from '../initializers/index.js';
import type { RegularizerLike } from '../regularizers/index.js';
import type { ParameterOptions } from './weightOptions.js';

/** The options that the normalisation layers share. */
export interface NormalizationOptions {
  /** ε: added to the variance, so that the divisor is not 0; 0.001 by default. */
  readonly epsilon?: number | undefined;
  /** Whether β is added; true by default. */
  readonly center?: boolean | undefined;
  /** Whether γ is multiplied; true by default. */
  readonly scale?: boolean | undefined;
  /** Start values of γ; `ones` by default. */
  readonly gammaInitializer?: InitializerLike | undefined;
  /** Start values of β; `zeros` by default. */
  readonly betaInitializer?: InitializerLike | undefined;
  /** Penalty on large values of γ; none by default. */
  readonly gammaRegularizer?: RegularizerLike | undefined;
  /** Penalty on large values of β; none by default. */
  readonly betaRegularizer?: RegularizerLike | undefined;
  /** Bound on γ; none by default. */
  readonly gammaConstraint?: ConstraintLike | undefined;
  /** Bound on β; none by default. */
  readonly betaConstraint?: ConstraintLike | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

export const NORMALIZATION_OPTIONS = [
  'axis',
  'epsilon',
  'center',
  'scale',
  'gammaInitializer',
  'betaInitializer',
  'gammaRegularizer',
  'betaRegularizer',
  'gammaConstraint',
  'betaConstraint',
  'name',
];

/**
 * Reads whether the layer has γ and β.
 *
 * @returns the arguments of the layer's op, and the names of the trained parameters in their order
 */
export function readAffine(options: NormalizationOptions, operation: string) {
  const center = boolean(options.center ?? true, 'center', operation);
  const scale = boolean(options.scale ?? true, 'scale', operation);
  return { op: { center, scale }, names: [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : [])] };
}

/** The options of γ and β for `planWeights`. */
export function affineOptions(options: NormalizationOptions) {
  const gamma: ParameterOptions = {
    initializer: options.gammaInitializer ?? 'ones',
    regularizer: options.gammaRegularizer,
    constraint: options.gammaConstraint,
  };
  const beta: ParameterOptions = {
    initializer: options.betaInitializer ?? 'zeros',
    regularizer: options.betaRegularizer,
    constraint: options.betaConstraint,
  };
  return { gamma, beta };
}

export function readAxis(axis: unknown, operation: string): number {
  return integer(axis, 'axis', operation, -Infinity);
}

/**
 * The axis of a sample that is this axis of a batch, where samples are axis 0 and negative axes count from the end.
 *
 * @throws ShapeError if a sample of this shape has no such axis
 */
export function sampleAxis(axis: number, shape: Shape, operation: string): number {
  const index = axis < 0 ? shape.length + axis : axis - 1;
  if (index in shape) return index;
  throw new ShapeError({
    code: 'axis',
    operation,
    actual: `axis is ${axis}`,
    expected: `the tensor has shape ${shapeText(['n', ...shape])}`,
    remedy: 'pass an axis from 1, or −1 for the last axis',
  });
}
