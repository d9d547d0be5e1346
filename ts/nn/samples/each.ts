import { show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import type { InputSpec } from '../compile/plan.js';

/** What was passed for one input or output, with its name for messages. */
interface Part {
  readonly value: unknown;
  readonly name: string;
}

/**
 * Takes apart what was passed for all inputs or outputs of a model: where there is one, it is that; where
 * there are several, an array with one for each in their order, or an object by their names.
 */
export function readEach(
  value: unknown,
  name: string,
  ports: readonly InputSpec[],
  what: 'input' | 'output',
  operation: string,
): readonly Part[] {
  if (ports.length === 1) return [{ value, name }];
  if (Array.isArray(value) && value.length === ports.length) {
    return value.map((part: unknown, index) => ({ value: part, name: `${name}[${index}]` }));
  }
  if (isRecord(value) && ports.every((port) => Object.hasOwn(value, port.name))) {
    const extra = Object.keys(value).find((key) => !ports.some((port) => port.name === key));
    if (extra === undefined)
      return ports.map((port) => ({ value: value[port.name], name: `${name}.${port.name}` }));
  }
  throw new ShapeError({
    code: `${what}-count`,
    operation,
    actual: `${name} is ${isRecord(value) ? `an object with ${Object.keys(value).join(', ')}` : show(value)}`,
    expected: `the model has ${ports.length} ${what}s: ${ports.map((port) => port.name).join(', ')}`,
    remedy: `pass an array with one for each ${what} in this order, or an object by these names`,
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('data' in value);
}
