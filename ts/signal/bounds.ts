import { show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { series } from './samples.js';

/** Lowest and highest value of each parameter; a number counts for all. */
export type Bounds = readonly [lowest: number | readonly number[], highest: number | readonly number[]];

/** One parameter between its bounds as a function of an unbounded one. */
export interface Range {
  readonly lowest: number;
  readonly highest: number;
  readonly outer: (inner: number) => number;
  readonly inner: (outer: number) => number;
}

/** Reads bounds of n parameters. */
export function readBounds(bounds: unknown, n: number, operation: string): Range[] {
  const [low, high] = (bounds ?? [-Infinity, Infinity]) as readonly unknown[];
  const read = (side: unknown, name: string) => {
    const values = typeof side === 'number' ? new Float64Array(n).fill(side) : series(side, name, operation);
    if (values.length === n && !values.some(Number.isNaN)) return values;
    throw badBounds(
      `${name} has ${values.length} values`,
      `one for each of ${n} parameters is needed`,
      operation,
    );
  };
  const lowest = read(low, 'bounds[0]');
  const highest = read(high, 'bounds[1]');
  return Array.from(lowest, (from, i) => {
    const to = highest[i] ?? Infinity;
    if (from < to) return rangeOf(from, to);
    throw badBounds(
      `parameter ${i} is between ${from} and ${to}`,
      'the lower bound must be below the upper',
      operation,
    );
  });
}

/** Where SciPy starts: in the middle of two bounds, 1 off a single one, else at 1. */
export function startOf({ lowest, highest }: Range): number {
  if (lowest > -Infinity) return highest < Infinity ? lowest + (highest - lowest) / 2 : lowest + 1;
  return highest < Infinity ? highest - 1 : 1;
}

/** The start must lie within the bounds, and is moved off them, where a step would lead nowhere. */
export function checkStart(start: Float64Array, ranges: readonly Range[], operation: string): Float64Array {
  return start.map((value, i) => {
    const { lowest, highest } = ranges[i] ?? rangeOf(-Infinity, Infinity);
    if (value < lowest || value > highest) {
      throw badBounds(`p0[${i}] is ${show(value)}`, `its bounds are ${lowest} and ${highest}`, operation);
    }
    const width = Math.min(highest - lowest, Math.max(1, Math.abs(value)));
    return Math.min(Math.max(value, lowest + 1e-6 * width), highest - 1e-6 * width);
  });
}

/** The transformations of MINUIT. */
function rangeOf(lowest: number, highest: number): Range {
  const [hasLow, hasHigh] = [lowest > -Infinity, highest < Infinity];
  if (hasLow && hasHigh) {
    const half = (highest - lowest) / 2;
    return {
      lowest,
      highest,
      outer: (inner) => Math.min(Math.max(lowest + half * (Math.sin(inner) + 1), lowest), highest),
      inner: (outer) => Math.asin((outer - lowest) / half - 1),
    };
  }
  if (hasLow) {
    return {
      lowest,
      highest,
      outer: (inner) => lowest - 1 + Math.sqrt(inner * inner + 1),
      inner: (outer) => Math.sqrt((outer - lowest + 1) ** 2 - 1),
    };
  }
  if (hasHigh) {
    return {
      lowest,
      highest,
      outer: (inner) => highest + 1 - Math.sqrt(inner * inner + 1),
      inner: (outer) => Math.sqrt((highest - outer + 1) ** 2 - 1),
    };
  }
  return { lowest, highest, outer: (inner) => inner, inner: (outer) => outer };
}

function badBounds(actual: string, expected: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'bounds',
    operation,
    actual,
    expected,
    remedy: 'pass bounds: [lowest, highest], each a number or one a parameter',
  });
}
