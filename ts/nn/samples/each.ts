import { show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import type { InputSpec } from '../compile/plan.js';

/** The value that was passed for one input or output, with its name for messages. */
interface NamedValue {
  readonly value: unknown;
  readonly name: string;
}

/**
 * Splits the argument that was passed for all inputs or outputs of a model. For a single one the argument is its value;
 * for several it is an array in their order, or an object by their names.
 */
export function readEach(
  value: unknown,
  name: string,
  specs: readonly InputSpec[],
  what: 'input' | 'output',
  operation: string,
): readonly NamedValue[] {
  if (specs.length === 1) return [{ value, name }];
  if (Array.isArray(value) && value.length === specs.length) {
    return value.map((entry: unknown, index) => ({ value: entry, name: `${name}[${index}]` }));
  }
  if (isRecord(value) && specs.every((spec) => Object.hasOwn(value, spec.name))) {
    const extra = Object.keys(value).find((key) => !specs.some((spec) => spec.name === key));
    if (extra === undefined)
      return specs.map((spec) => ({ value: value[spec.name], name: `${name}.${spec.name}` }));
  }
  throw new ShapeError({
    code: `${what}-count`,
    operation,
    actual: `${name} is ${isRecord(value) ? `an object with ${Object.keys(value).join(', ')}` : show(value)}`,
    expected: `the model has ${specs.length} ${what}s: ${specs.map((spec) => spec.name).join(', ')}`,
    remedy: `pass an array with one entry for each ${what} in this order, or an object with these keys`,
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('data' in value);
}
