import { checkOptions } from '../../checks.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { imageShape, pair, type Pair, type PairLike } from './windows.js';

export interface ZeroPadding2dOptions {
  /** Number of zeros on every side, or [rows, columns], or [[top, bottom], [left, right]]; 1 by default. */
  readonly padding?: PairLike | readonly [Pair, Pair] | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Adds rows and columns of zeros around images: samples [rows, columns, channels] become
 * [top + rows + bottom, left + columns + right, channels].
 *
 * @throws ArgumentError for numbers that are negative or not integers, or an unknown option
 * @throws ShapeError when a model gives the layer samples that are not images
 * @example layers.zeroPadding2d({ padding: [[0, 1], [0, 1]] })
 */
export function zeroPadding2d(options: ZeroPadding2dOptions = {}): Layer {
  checkOptions(options, ['padding', 'name'], 'zeroPadding2d');
  const sides = readSides(options.padding ?? 1);
  const name = checkName(options.name, 'zeroPadding2d');
  return new Layer(configOf('zeroPadding2d', { padding: sides, name }), name, (inputShapes) => {
    const shape = imageShape(only(inputShapes, 'zeroPadding2d'), 'zeroPadding2d');
    const [rows, columns, channels] = shape;
    const [[top, bottom], [left, right]] = sides;
    return {
      op: { kind: 'zeroPadding2d', shape: shape.join(), padding: sides.flat().join() },
      outputShape: [top + rows + bottom, left + columns + right, channels],
      parameters: [],
    };
  });
}

function readSides(padding: unknown): readonly [Pair, Pair] {
  const read = (value: unknown, name: string) => pair(value, name, 'zeroPadding2d', 0);
  if (Array.isArray(padding) && padding.length === 2 && padding.some(Array.isArray)) {
    return [read(padding[0], 'padding[0]'), read(padding[1], 'padding[1]')];
  }
  const [rows, columns] = read(padding, 'padding');
  return [
    [rows, rows],
    [columns, columns],
  ];
}
