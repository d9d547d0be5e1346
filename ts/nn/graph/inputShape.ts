import { positiveInteger, show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import type { Shape } from '../../shape.js';

/** The shape of one sample, checked and copied. */
export function checkInputShape(shape: unknown, name: string, operation: string): Shape {
  if (!Array.isArray(shape) || shape.length === 0) {
    throw new ShapeError({
      code: 'input-shape',
      operation,
      actual: `${name} is ${Array.isArray(shape) ? '[]' : show(shape)}`,
      expected: 'it must be the shape of one sample, an array of sizes',
      remedy: `pass ${name}: [784], for example`,
    });
  }
  shape.forEach((size, axis) => positiveInteger(size, `${name}[${axis}]`, operation));
  return [...(shape as number[])];
}
