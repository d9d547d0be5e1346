import { checkOptions } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { sameShape, shapeText } from '../../shape.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { several } from './inputs.js';
import { Layer } from './layer.js';

export interface AddOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * The sum of tensors of the same shape, for example for skip connections.
 *
 * @throws ShapeError for a single tensor, or tensors of different shapes
 * @throws ArgumentError for an unknown option
 * @example layers.add().apply(a, b)
 */
export function add(options: AddOptions = {}): Layer {
  checkOptions(options, ['name'], 'add');
  const name = checkName(options.name, 'add');
  return new Layer(configOf('add', { name }), name, (inputShapes) => {
    const [outputShape, ...others] = several(inputShapes, 'add');
    const other = others.find((shape) => !sameShape(shape, outputShape));
    if (!other) return { op: { kind: 'add' }, outputShape, parameters: [] };
    throw new ShapeError({
      code: 'shapes-differ',
      operation: 'add',
      actual: `the tensors have shapes ${shapeText(outputShape)} and ${shapeText(other)}`,
      expected: 'all shapes must be the same',
      remedy: 'bring them to one shape first, for example with a dense layer or a 1×1 conv2d',
    });
  });
}
