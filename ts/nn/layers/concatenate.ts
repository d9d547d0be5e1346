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
 * Tensors one behind the other along an axis; their other sizes must be the same.
 *
 * @throws ShapeError for a single tensor, or shapes that differ elsewhere
 * @throws ArgumentError for an axis that is not there, or an unknown option
 * @example layers.concatenate().apply(a, b)
 */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  checkOptions(options, ['axis', 'name'], 'concatenate');
  const axis = integer(options.axis ?? -1, 'axis', 'concatenate', -Infinity);
  const name = checkName(options.name, 'concatenate');
  return new Layer(configOf('concatenate', { axis, name }), name, (inputShapes) => {
    const shapes = several(inputShapes, 'concatenate');
    const [first] = shapes;
    const place = axis < 0 ? first.length + axis : axis - 1;
    if (!(place in first)) throw noAxis(axis, first);
    const rest = (shape: Shape) => shapeText(shape.map((size, at) => (at === place ? '·' : size)));
    const other = shapes.find((shape) => rest(shape) !== rest(first));
    if (other) throw misfit(first, other, axis);
    const joined = shapes.reduce((sum, shape) => sum + (shape[place] ?? 0), 0);
    return {
      op: { kind: 'concatenate', outer: sizeOf(first.slice(0, place)) },
      outputShape: first.map((size, at) => (at === place ? joined : size)),
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
    remedy: 'pass an axis from 1, or −1 for the last',
  });
}

function misfit(first: Shape, other: Shape, axis: number): ShapeError {
  return new ShapeError({
    code: 'shapes-differ',
    operation: 'concatenate',
    actual: `tensors of shapes ${shapeText(first)} and ${shapeText(other)} came`,
    expected: `they may differ along axis ${axis} alone`,
    remedy: 'pass another axis, or bring the tensors to fitting shapes first',
  });
}
