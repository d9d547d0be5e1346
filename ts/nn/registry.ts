import { show } from '../checks.js';
import { DTypeError } from '../errors.js';
import { fromConfig, isConfig, make, type Registry } from './config.js';

type Class<T> = abstract new (...args: never[]) => T;

/**
 * A unit (a loss, an optimizer, …) from what the user passed: the object that a call such as
 * `optimizers.sgd({ learningRate: 3 })` made, its name or that function itself, which mean all its defaults,
 * or the config of a saved one.
 */
export function resolve<T>(
  registry: Registry<T>,
  Unit: Class<T>,
  value: unknown,
  what: string,
  operation: string,
): T {
  if (value instanceof Unit) return value;
  if (isConfig(value)) return fromConfig(registry, value, what, operation);
  const names = Object.keys(registry);
  const name = typeof value === 'string' ? value : names.find((key) => registry[key] === value);
  if (name !== undefined) return make(registry, name, {}, what, operation);
  throw new DTypeError({
    code: `not-a-${what}`,
    operation,
    actual: `the ${what} is ${show(value)}`,
    expected: `it must be one of the names ${names.join(', ')} or what such a call returns`,
    remedy: `pass ${what}: '${names[0] ?? ''}', for example`,
  });
}
