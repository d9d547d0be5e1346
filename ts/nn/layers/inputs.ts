import { positiveInteger, show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';

/** The shape of the only input, for a layer that takes one. */
export function only(inputShapes: readonly Shape[], operation: string): Shape {
  const [shape, second] = inputShapes;
  if (shape && !second) return shape;
  throw new ShapeError({
    code: 'layer-inputs',
    operation,
    actual: `the layer was given ${inputShapes.length} inputs, of shapes ${inputShapes.map(shapeText).join(', ')}`,
    expected: 'it takes one input',
    remedy: 'join the inputs first, for example with layers.concatenate()',
  });
}

/** The shapes of all inputs, for a layer that joins at least two. */
export function several(inputShapes: readonly Shape[], operation: string): readonly [Shape, ...Shape[]] {
  const [first, ...others] = inputShapes;
  if (first && others.length > 0) return [first, ...others];
  throw new ShapeError({
    code: 'layer-inputs',
    operation,
    actual: `the layer was given ${inputShapes.length} input`,
    expected: 'it joins at least two inputs',
    remedy: `apply it to several tensors of a graph: layers.${operation}().apply(a, b)`,
  });
}

/**
 * Checks the shape of one sample and copies it.
 *
 * @param name of the argument, for messages
 */
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
