import { ShapeError } from '../../errors.js';
import { type Shape, shapeText } from '../../shape.js';

/** The only input of a layer that takes one. */
export function only(inputShapes: readonly Shape[], operation: string): Shape {
  const [shape, second] = inputShapes;
  if (shape && !second) return shape;
  throw new ShapeError({
    code: 'layer-inputs',
    operation,
    actual: `${inputShapes.length} inputs came, of shapes ${inputShapes.map(shapeText).join(', ')}`,
    expected: 'the layer takes one',
    remedy: 'join them first, for example with layers.concatenate()',
  });
}

/** The inputs of a layer that joins several. */
export function several(inputShapes: readonly Shape[], operation: string): readonly [Shape, ...Shape[]] {
  const [first, ...others] = inputShapes;
  if (first && others.length > 0) return [first, ...others];
  throw new ShapeError({
    code: 'layer-inputs',
    operation,
    actual: `${inputShapes.length} input came`,
    expected: 'the layer joins at least two',
    remedy: `apply it to several tensors of a graph: layers.${operation}().apply(a, b)`,
  });
}
