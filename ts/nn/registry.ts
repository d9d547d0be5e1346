import { show, unknownName } from '../checks.js';
import { DTypeError } from '../errors.js';

type Class<T> = abstract new (...args: never[]) => T;

/**
 * A unit (a loss, an optimizer, …) from what the user passed: its name, which means all its defaults,
 * or the object that a call such as `optimizers.sgd({ learningRate: 3 })` made.
 */
export function resolve<T>(
  registry: Readonly<Record<string, () => T>>,
  Unit: Class<T>,
  value: unknown,
  what: string,
  operation: string,
): T {
  if (value instanceof Unit) return value;
  const names = Object.keys(registry);
  const make = Object.entries(registry).find(([name, factory]) => value === name || value === factory)?.[1];
  if (make) return make();
  if (typeof value === 'string') throw unknownName(value, names, what, operation);
  throw new DTypeError({
    code: `not-a-${what}`,
    operation,
    actual: `the ${what} is ${show(value)}`,
    expected: `it must be one of the names ${names.join(', ')} or what such a call returns`,
    remedy: `pass ${what}: '${names[0] ?? ''}', for example`,
  });
}
