import { show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';

/** A path with places for numbers, such as `net-{epoch:03d}-{valLoss:.2f}.safetensors`. */
export interface PathTemplate {
  /** The names in braces. */
  readonly names: readonly string[];
  /**
   * The path with its names replaced by numbers.
   *
   * @throws ArgumentError if the number for a name is missing
   */
  fill(values: Readonly<Record<string, unknown>>): string;
}

/** A name in braces, and the format of its number: Python's `d` with a width, `f` and `e` with a number of digits. */
const FIELD = /\{(\w+)(?::(0?\d*d|\.\d+[fe]))?\}/g;

export function pathTemplate(path: unknown, operation: string): PathTemplate {
  if (typeof path !== 'string' || path === '' || /[{}]/.test(path.replace(FIELD, ''))) {
    throw new ArgumentError({
      code: 'path',
      operation,
      actual: `path is ${show(path)}`,
      expected:
        'it must be a path, in which braces contain a name and optionally a format such as :03d or :.2f',
      remedy: "pass path: 'net-{epoch:03d}-{valLoss:.2f}.safetensors', for example",
    });
  }
  return {
    names: [...path.matchAll(FIELD)].map(([, name = '']) => name),
    fill: (values) =>
      path.replace(FIELD, (_, name: string, format?: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (typeof value === 'number') return write(value, format);
        throw missingName(name, Object.keys(values), operation);
      }),
  };
}

function write(value: number, format: string | undefined): string {
  if (format === undefined) return String(value);
  const digits = Number(format.slice(1, -1));
  if (format.endsWith('f')) return value.toFixed(digits);
  if (format.endsWith('e')) return value.toExponential(digits);
  const width = Number(format.slice(0, -1));
  return Math.round(value)
    .toString()
    .padStart(width, format.startsWith('0') ? '0' : ' ');
}

/** The error for a name in the path that the logs do not contain. */
export function missingName(name: string, known: readonly string[], operation: string): ArgumentError {
  return new ArgumentError({
    code: 'path-name',
    operation,
    actual: `the path contains {${name}}`,
    expected: `the logs of this training contain ${known.join(', ')}`,
    remedy: 'use these names',
  });
}
