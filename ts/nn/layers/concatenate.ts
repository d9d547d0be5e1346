import { checkOptions, integer } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText, sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { several } from './inputs.js';
import { Layer } from './layer.js';

export interface ConcatenateOptions {
  /** Axis of a batch, as in Keras: 1 is the first axis of a sample; negative ones count from the end. −1 by default. */
  readonly axis?: number | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Joins tensors along an axis, in their order; their other sizes must be the same.
 *
 * @throws ShapeError for a single tensor, shapes that differ along another axis, or an axis that they do not have
 * @throws ArgumentError if the axis is not an integer, or for an unknown option
 * @example layers.concatenate().apply(a, b)
 */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  checkOptions(options, ['axis', 'name'], 'concatenate');
  const axis = integer(options.axis ?? -1, 'axis', 'concatenate', -Infinity);
  const name = checkName(options.name, 'concatenate');
  return new Layer(configOf('concatenate', { axis, name }), name, (inputShapes) => {
    const shapes = several(inputShapes, 'concatenate');
    const [first] = shapes;
    const joinedAxis = axis < 0 ? first.length + axis : axis - 1;
    if (!(joinedAxis in first)) throw noAxis(axis, first);
    const otherSizes = (shape: Shape) =>
      shapeText(shape.map((size, index) => (index === joinedAxis ? '·' : size)));
    const misfit = shapes.find((shape) => otherSizes(shape) !== otherSizes(first));
    if (misfit) throw shapesDiffer(first, misfit, axis);
    const joinedSize = shapes.reduce((sum, shape) => sum + (shape[joinedAxis] ?? 0), 0);
    return {
      op: { kind: 'concatenate', outer: sizeOf(first.slice(0, joinedAxis)) },
      outputShape: first.map((size, index) => (index === joinedAxis ? joinedSize : size)),
      parameters: [],
    };
  });
}

function noAxis(axis: number, shape: Shape): ShapeError {
  return new ShapeError({
    code: 'axis',
    operation: 'concatenate',
    actual: `axis is ${axis}`,
    expected: `the tensors have shape ${shapeText(['n', ...shape])}`,
    remedy: 'pass an axis from 1, or −1 for the last axis',
  });
}

function shapesDiffer(first: Shape, other: Shape, axis: number): ShapeError {
  return new ShapeError({
    code: 'shapes-differ',
    operation: 'concatenate',
    actual: `the tensors have shapes ${shapeText(first)} and ${shapeText(other)}`,
    expected: `they may differ only along axis ${axis}`,
    remedy: 'pass another axis, or reshape the tensors first',
  });
}
