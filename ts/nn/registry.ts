import { show, unknownName } from '../checks.js';
import { DTypeError } from '../errors.js';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A layer, loss, optimizer or the like in a saved model: its kind and all its options, defaults included. */
export interface Config {
  readonly kind: string;
  readonly [option: string]: Json;
}

/** Makes an object of the registered kind from its options. */
export type Factory<T> = (options: never) => T;
export type Registry<T> = Readonly<Record<string, Factory<T>>>;

/** A config without the options that were left out. */
export function configOf(kind: string, options: Readonly<Record<string, Json | undefined>> = {}): Config {
  const given = Object.entries(options).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return { ...Object.fromEntries(given), kind };
}

/** Whether a value has the form of a config; its kind may still be unknown. */
export function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/**
 * The object that a config describes, made by the registry's factory, which checks the options.
 *
 * @param what what the registry holds, for messages, such as `schedule`
 * @throws DTypeError for something else than a config
 * @throws ArgumentError for an unknown kind or options out of range
 * @example fromConfig(schedules, { kind: 'constant', learningRate: 0.1 }, 'schedule', 'load')
 */
export function fromConfig<T>(registry: Registry<T>, config: unknown, what: string, operation: string): T {
  if (!isConfig(config)) {
    throw new DTypeError({
      code: `not-a-${what}`,
      operation,
      actual: `the ${what} is ${show(config)}`,
      expected: 'it must be an object with its kind and options',
      remedy: `pass the config of a ${what}`,
    });
  }
  const { kind, ...options } = config;
  return make(registry, kind, options, what, operation);
}

/** Calls a factory of a registry by its name. */
export function make<T>(
  registry: Registry<T>,
  kind: string,
  options: Readonly<Record<string, Json>>,
  what: string,
  operation: string,
): T {
  const factory = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (!factory) throw unknownName(kind, Object.keys(registry), what, operation);
  return factory(options as never);
}

type Class<T> = abstract new (...args: never[]) => T;

/**
 * A loss, an optimizer or the like from what the user passed: the object that a call such as
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
