import type { RandomGenerator } from '../../backend/backend.js';
import { checkOptions, number } from '../../checks.js';
import { type Shape, sizeOf } from '../../shape.js';
import { type Config, configOf } from '../registry.js';

/** Draws the start values of a parameter, made by `initializers.…`. */
export class Initializer {
  constructor(
    readonly config: Config,
    /** Returns the values of a parameter of this shape, row-major. */
    readonly generate: (shape: Shape, generator: RandomGenerator) => Float64Array,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}

/**
 * Every value the same; `value` is 0 by default.
 *
 * @throws ArgumentError if `value` is not a finite number
 * @example initializers.constant({ value: 0.1 })
 */
export function constant(options: { readonly value?: number } = {}): Initializer {
  checkOptions(options, ['value'], 'constant');
  const value = number(options.value ?? 0, 'value', 'constant');
  return new Initializer(configOf('constant', { value }), (shape) => filled(shape, value));
}

/** Every value 0. */
export function zeros(): Initializer {
  return new Initializer(configOf('zeros'), (shape) => filled(shape, 0));
}

/** Every value 1. */
export function ones(): Initializer {
  return new Initializer(configOf('ones'), (shape) => filled(shape, 1));
}

function filled(shape: Shape, value: number): Float64Array {
  return new Float64Array(sizeOf(shape)).fill(value);
}
