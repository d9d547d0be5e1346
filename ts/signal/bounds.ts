import { show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { series } from './samples.js';

/** Lower and upper bounds of the parameters: one number for all, or one for each. */
export type Bounds = readonly [lowest: number | readonly number[], highest: number | readonly number[]];

/**
 * The bounds of one parameter, and the transformation between the external parameter, which lies between them, and the
 * internal one, which is unbounded and which the search varies. The terms are MINUIT's.
 */
export interface ParameterRange {
  readonly lowest: number;
  readonly highest: number;
  readonly toExternal: (internal: number) => number;
  readonly toInternal: (external: number) => number;
}

/** Reads the option `bounds` for n parameters. */
export function readBounds(bounds: unknown, n: number, operation: string): ParameterRange[] {
  const [low, high] = (bounds ?? [-Infinity, Infinity]) as readonly unknown[];
  const read = (side: unknown, name: string) => {
    const values = typeof side === 'number' ? new Float64Array(n).fill(side) : series(side, name, operation);
    if (values.length === n && !values.some(Number.isNaN)) return values;
    throw badBounds(
      `${name} has ${values.length} values`,
      `there must be one for each of ${n} parameters`,
      operation,
    );
  };
  const lowest = read(low, 'bounds[0]');
  const highest = read(high, 'bounds[1]');
  return Array.from(lowest, (from, i) => {
    const to = highest[i] ?? Infinity;
    if (from < to) return rangeOf(from, to);
    throw badBounds(
      `parameter ${i} has the bounds ${from} and ${to}`,
      'the lower bound must be below the upper',
      operation,
    );
  });
}

/**
 * The start that SciPy takes without `p0`: the middle of two bounds, a distance of 1 from a single one, 1 without any.
 */
export function defaultStart({ lowest, highest }: ParameterRange): number {
  if (lowest > -Infinity) return highest < Infinity ? lowest + (highest - lowest) / 2 : lowest + 1;
  return highest < Infinity ? highest - 1 : 1;
}

/**
 * Refuses a start outside the bounds, and moves one on a bound off it: there the derivative of the transformation is 0,
 * so that the search would never move the parameter.
 */
export function checkStart(
  start: Float64Array,
  ranges: readonly ParameterRange[],
  operation: string,
): Float64Array {
  return start.map((value, i) => {
    const { lowest, highest } = ranges[i] ?? rangeOf(-Infinity, Infinity);
    if (value < lowest || value > highest) {
      throw badBounds(`p0[${i}] is ${show(value)}`, `its bounds are ${lowest} and ${highest}`, operation);
    }
    const width = Math.min(highest - lowest, Math.max(1, Math.abs(value)));
    return Math.min(Math.max(value, lowest + 1e-6 * width), highest - 1e-6 * width);
  });
}

/**
 * The transformations of MINUIT, of the internal parameter p:
 *
 *     both bounds a, b:  a + (b − a)/2 · (sin p + 1)
 *     lower bound a:     a − 1 + √(p² + 1)
 *     upper bound b:     b + 1 − √(p² + 1)
 *
 * @see F. James, MINUIT reference manual (1994), on internal and external parameters
 */
function rangeOf(lowest: number, highest: number): ParameterRange {
  const [hasLow, hasHigh] = [lowest > -Infinity, highest < Infinity];
  if (hasLow && hasHigh) {
    const half = (highest - lowest) / 2;
    return {
      lowest,
      highest,
      toExternal: (internal) => Math.min(Math.max(lowest + half * (Math.sin(internal) + 1), lowest), highest),
      toInternal: (external) => Math.asin((external - lowest) / half - 1),
    };
  }
  if (hasLow) {
    return {
      lowest,
      highest,
      toExternal: (internal) => lowest - 1 + Math.sqrt(internal * internal + 1),
      toInternal: (external) => Math.sqrt((external - lowest + 1) ** 2 - 1),
    };
  }
  if (hasHigh) {
    return {
      lowest,
      highest,
      toExternal: (internal) => highest + 1 - Math.sqrt(internal * internal + 1),
      toInternal: (external) => Math.sqrt((highest - external + 1) ** 2 - 1),
    };
  }
  return { lowest, highest, toExternal: (internal) => internal, toInternal: (external) => external };
}

function badBounds(actual: string, expected: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'bounds',
    operation,
    actual,
    expected,
    remedy: 'pass bounds: [lowest, highest], each a number for all parameters or one for each',
  });
}
