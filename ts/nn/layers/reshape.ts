import { checkOptions, integer, show } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText, sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';

export interface ReshapeOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Gives samples another shape with as many values; their row-major order stays.
 *
 * @param targetShape of one sample; one size may be −1 and then follows from the others
 * @throws ShapeError if the target is not a shape, or when a model gives the layer samples of another size
 * @throws ArgumentError for sizes that are not positive integers, or an unknown option
 * @example layers.reshape([28, 28, 1])
 */
export function reshape(targetShape: Shape, options: ReshapeOptions = {}): Layer {
  checkOptions(options, ['name'], 'reshape');
  const target = checkTarget(targetShape);
  const name = checkName(options.name, 'reshape');
  return new Layer(configOf('reshape', { targetShape: target, name }), name, (inputShapes) => {
    const input = only(inputShapes, 'reshape');
    const known = sizeOf(target.filter((size) => size > 0));
    const outputShape = target.map((size) => (size > 0 ? size : sizeOf(input) / known));
    if (sizeOf(outputShape) === sizeOf(input) && outputShape.every(Number.isInteger)) {
      return { outputShape, parameters: [] };
    }
    throw new ShapeError({
      code: 'reshape',
      operation: 'reshape',
      actual: `one input sample has shape ${shapeText(input)}, ${sizeOf(input)} values`,
      expected: `the targetShape of the layer is ${shapeText(target)}`,
      remedy: 'pass a targetShape with as many values',
    });
  });
}

function checkTarget(shape: unknown): Shape {
  const sizes: readonly unknown[] = Array.isArray(shape) ? shape : [];
  const isTarget = sizes.length > 0 && sizes.filter((size) => size === -1).length <= 1;
  if (isTarget)
    return sizes.map((size, axis) =>
      size === -1 ? -1 : integer(size, `targetShape[${axis}]`, 'reshape', 1),
    );
  throw new ShapeError({
    code: 'target-shape',
    operation: 'reshape',
    actual: `targetShape is ${Array.isArray(shape) ? shapeText(sizes.map(show)) : show(shape)}`,
    expected: 'it must be an array of sizes, at most one of which is −1',
    remedy: 'pass [28, 28, 1], for example',
  });
}
