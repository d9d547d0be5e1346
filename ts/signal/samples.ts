import { flatten } from '../convert/flatten.js';
import { toFloats } from '../convert/floats.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/** A one-dimensional series of numbers as float64. A Float64Array is not copied, so the result must not be changed. */
export function series(value: unknown, name: string, operation: string): Float64Array {
  const { data, scale, shape = [data.length] } = flatten(value, name, operation);
  if (shape.length !== 1) {
    throw new ShapeError({
      code: 'not-a-series',
      operation,
      actual: `${name} has shape ${shapeText(shape)}`,
      expected: 'it must be one-dimensional',
      remedy: `pass one column, such as ${name}.slice(':', '0')`,
    });
  }
  return toFloats(data, scale, 'float64') as Float64Array;
}

/** A one-dimensional series of finite numbers as float64, not copied where it is a Float64Array. */
export function finiteSeries(value: unknown, name: string, operation: string): Float64Array {
  const values = series(value, name, operation);
  const index = values.findIndex((entry) => !Number.isFinite(entry));
  if (index < 0) return values;
  throw new ArgumentError({
    code: 'not-finite',
    operation,
    actual: `${name}[${index}] is ${String(values[index])}`,
    expected: 'all values must be finite',
    remedy: 'leave such points out first',
  });
}

/** The coordinates x and y of points: two finite series of equal length, with at least `least` values. */
export function points(
  x: unknown,
  y: unknown,
  least: number,
  operation: string,
): [xs: Float64Array, ys: Float64Array] {
  const xs = finiteSeries(x, 'x', operation);
  const ys = finiteSeries(y, 'y', operation);
  if (xs.length !== ys.length) {
    throw new ShapeError({
      code: 'length-mismatch',
      operation,
      actual: `x has ${xs.length} values and y has ${ys.length}`,
      expected: 'each x must have its y',
      remedy: 'pass as many values of x as of y',
    });
  }
  if (xs.length >= least) return [xs, ys];
  throw new ArgumentError({
    code: 'too-few-points',
    operation,
    actual: `there are ${xs.length} points`,
    expected: `at least ${least} are needed`,
    remedy: 'pass more points, or fit fewer parameters',
  });
}
