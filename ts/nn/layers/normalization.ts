import { boolean, integer } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';
import type { ConstraintLike } from '../constraints/index.js';
import type { InitializerLike } from '../initializers/index.js';
import type { RegularizerLike } from '../regularizers/index.js';

/** What the layers that normalise have in common. */
export interface NormalizationOptions {
  /** Added to the variance; 0.001 by default. */
  readonly epsilon?: number | undefined;
  /** Whether β is added; true by default. */
  readonly center?: boolean | undefined;
  /** Whether γ is multiplied; true by default. */
  readonly scale?: boolean | undefined;
  /** Start values of γ; `ones` by default. */
  readonly gammaInitializer?: InitializerLike | undefined;
  /** Start values of β; `zeros` by default. */
  readonly betaInitializer?: InitializerLike | undefined;
  /** What large values of γ cost; nothing by default. */
  readonly gammaRegularizer?: RegularizerLike | undefined;
  /** What large values of β cost; nothing by default. */
  readonly betaRegularizer?: RegularizerLike | undefined;
  /** A bound on γ; none by default. */
  readonly gammaConstraint?: ConstraintLike | undefined;
  /** A bound on β; none by default. */
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

/** The trained parameters that there are, and how the layer's unit says so. */
export function readAffine(options: NormalizationOptions, operation: string) {
  const center = boolean(options.center ?? true, 'center', operation);
  const scale = boolean(options.scale ?? true, 'scale', operation);
  return { unit: { center, scale }, names: [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : [])] };
}

export function readAxis(axis: unknown, operation: string): number {
  return integer(axis, 'axis', operation, -Infinity);
}

/** Which axis of a sample the axis of a batch is. */
export function placeOf(axis: number, shape: Shape, operation: string): number {
  const place = axis < 0 ? shape.length + axis : axis - 1;
  if (place in shape) return place;
  throw new ShapeError({
    code: 'axis',
    operation,
    actual: `axis is ${axis}`,
    expected: `the tensor has shape ${shapeText(['n', ...shape])}`,
    remedy: 'pass an axis from 1, or −1 for the last',
  });
}
