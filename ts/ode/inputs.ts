import { show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';

/** A one-dimensional array of real numbers, copied. */
export function vector(value: unknown, name: string, operation: string): Float64Array {
  refuseComplex(value, name, operation);
  const { data, shape = [data.length] } = flatten(value, name, operation);
  if (shape.length === 1) return Float64Array.from(data);
  throw new ShapeError({
    code: 'not-a-vector',
    operation,
    actual: `${name} has shape ${shapeText(shape)}`,
    expected: 'it must be one-dimensional',
    remedy: `pass ${name} as a flat array`,
  });
}

/** A one-dimensional array of finite numbers, copied. */
export function finiteVector(value: unknown, name: string, operation: string): Float64Array {
  const values = vector(value, name, operation);
  const index = values.findIndex((entry) => !Number.isFinite(entry));
  if (index === -1) return values;
  throw new ArgumentError({
    code: 'not-finite',
    operation,
    actual: `${name}[${index}] is ${String(values[index])}`,
    expected: `all values of ${name} must be finite`,
    remedy: 'check the computation that it comes from',
  });
}

/** Writes an n×n matrix into `out`, row-major; a bare number stands for a matrix of one entry. */
export function squareMatrix(
  value: unknown,
  n: number,
  name: string,
  operation: string,
  out: Float64Array,
): void {
  const { data, shape = [data.length] } = flatten(value, name, operation);
  const isScalar = n === 1 && data.length === 1;
  if (isScalar || (shape.length === 2 && shape[0] === n && shape[1] === n)) return out.set(data);
  throw new ShapeError({
    code: 'jacobian-shape',
    operation,
    actual: `${name} has shape ${shapeText(shape)}`,
    expected: `the Jacobian of ${n} equations has shape ${shapeText([n, n])}`,
    remedy: 'pass one row for each equation, with one column for each component of y',
  });
}

/** Throws for an array with a complex number in it, which is an object with an imaginary part. */
function refuseComplex(value: unknown, name: string, operation: string): void {
  if (!Array.isArray(value)) return;
  const index = value.findIndex(isComplex);
  if (index === -1) return;
  throw new DTypeError({
    code: 'complex',
    operation,
    actual: `${name}[${index}] is a complex number`,
    expected: 'only systems of real equations can be solved',
    remedy: 'write real and imaginary parts as two components',
  });
}

function isComplex(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('im' in value || 'imag' in value);
}

/** The error for a function that returned something else than a number. */
export function notANumber(value: unknown, what: string, operation: string): DTypeError {
  return new DTypeError({
    code: 'not-a-number',
    operation,
    actual: `${what} is ${isComplex(value) ? 'a complex number' : show(value)}`,
    expected: 'it must be a number',
    remedy: 'return numbers only',
  });
}
