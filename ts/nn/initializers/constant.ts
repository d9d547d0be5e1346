import { checkOptions, number } from '../../checks.js';
import { sizeOf } from '../../shape.js';
import { Initializer } from './initializer.js';

/**
 * Every value the same; `value` is 0 by default.
 *
 * @throws ArgumentError for a value that is no finite number
 * @example initializers.constant({ value: 0.1 })
 */
export function constant(options: { readonly value?: number } = {}): Initializer {
  checkOptions(options, ['value'], 'constant');
  const value = number(options.value ?? 0, 'value', 'constant');
  return new Initializer('constant', (shape) => new Float64Array(sizeOf(shape)).fill(value));
}

/** Every value 0. */
export function zeros(): Initializer {
  return new Initializer('zeros', (shape) => new Float64Array(sizeOf(shape)));
}

/** Every value 1. */
export function ones(): Initializer {
  return new Initializer('ones', (shape) => new Float64Array(sizeOf(shape)).fill(1));
}
