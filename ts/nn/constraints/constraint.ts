import { checkOptions, integer, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { type Config, configOf } from '../registry.js';

/** A bound on a parameter that holds after every training step, made by `constraints.…`. */
export class Constraint {
  constructor(
    readonly config: Config,
    /** The largest norm that is allowed. */
    readonly maxValue: number,
    /** Axes of the parameter over which each norm is taken. */
    readonly axes: readonly number[],
  ) {}

  get name(): string {
    return this.config.kind;
  }
}

export interface MaxNormOptions {
  /** The largest norm that is allowed, at least 0; 2 by default. */
  readonly maxValue?: number | undefined;
  /** The axis or axes over which each norm is taken, 0 by default; [0, 1, 2] for each filter of a conv2d kernel. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * Scales weights down so that no norm `√Σw²` over the axes exceeds `maxValue`; with the defaults, the norm of the
 * weights into each unit of a dense layer. Srivastava et al., JMLR 2014.
 *
 * @throws ArgumentError for a `maxValue` below 0, or axes that are not distinct whole numbers from 0
 * @example layers.dense(64, { kernelConstraint: constraints.maxNorm({ maxValue: 3 }) })
 */
export function maxNorm(options: MaxNormOptions = {}): Constraint {
  checkOptions(options, ['maxValue', 'axis'], 'maxNorm');
  const maxValue = number(options.maxValue ?? 2, 'maxValue', 'maxNorm', { lowest: 0 });
  const axis = options.axis ?? 0;
  const axes = (Array.isArray(axis) ? (axis as readonly unknown[]) : [axis]).map((one) =>
    integer(one, 'axis', 'maxNorm', 0),
  );
  if (axes.length === 0 || new Set(axes).size < axes.length) throw badAxes(axes);
  return new Constraint(configOf('maxNorm', { maxValue, axis: axes }), maxValue, axes);
}

function badAxes(axes: readonly number[]): ArgumentError {
  return new ArgumentError({
    code: 'axes',
    operation: 'maxNorm',
    actual: `axis is [${axes.join(', ')}]`,
    expected: 'it must hold at least one axis, and each axis only once',
    remedy: 'pass axis: 0, for example',
  });
}
