import { flatten } from '../convert/flatten.js';
import { toFloats } from '../convert/floats.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/** A series of numbers as float64; the memory is the caller's where it can be. */
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

/** A series without NaN and infinities. */
export function finiteSeries(value: unknown, name: string, operation: string): Float64Array {
  const values = series(value, name, operation);
  const index = values.findIndex((one) => !Number.isFinite(one));
  if (index < 0) return values;
  throw new ArgumentError({
    code: 'not-finite',
    operation,
    actual: `${name}[${index}] is ${String(values[index])}`,
    expected: 'all values must be finite',
    remedy: 'leave such points out',
  });
}

/** Two finite series of one length, such as places and values. */
export function points(
  x: unknown,
  y: unknown,
  least: number,
  operation: string,
): [Float64Array, Float64Array] {
  const places = finiteSeries(x, 'x', operation);
  const values = finiteSeries(y, 'y', operation);
  if (places.length !== values.length) {
    throw new ShapeError({
      code: 'length-mismatch',
      operation,
      actual: `x has ${places.length} values and y has ${values.length}`,
      expected: 'each x must have its y',
      remedy: 'pass as many of both',
    });
  }
  if (places.length >= least) return [places, values];
  throw new ArgumentError({
    code: 'too-few-points',
    operation,
    actual: `there are ${places.length} points`,
    expected: `at least ${least} are needed`,
    remedy: 'pass more points, or fit fewer parameters',
  });
}
