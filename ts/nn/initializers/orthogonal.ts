import { checkOptions, number } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { type Shape, shapeText, sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { Initializer } from './initializer.js';
import { orthonormalize } from './orthonormalize.js';

/**
 * A random matrix with orthonormal columns (or rows, if there are fewer rows) times `gain`, 1 by default. A parameter
 * of more than two dimensions counts as a matrix with the last dimension as its columns.
 * Saxe, McClelland and Ganguli, ICLR 2014.
 *
 * The Q of the QR decomposition of a matrix of normal values, with the signs that make the result uniform over all such
 * matrices; it takes about 2 m n² multiply-adds for an m × n matrix with m ≥ n.
 *
 * @throws ArgumentError if the gain is not a finite number
 * @throws ShapeError when a layer uses it for a parameter of less than two dimensions
 * @example layers.dense(64, { kernelInitializer: initializers.orthogonal({ gain: Math.SQRT2 }) })
 */
export function orthogonal(options: { readonly gain?: number } = {}): Initializer {
  checkOptions(options, ['gain'], 'orthogonal');
  const gain = number(options.gain ?? 1, 'gain', 'orthogonal');
  return new Initializer(configOf('orthogonal', { gain }), (shape, generator) => {
    if (shape.length < 2) throw notAMatrix(shape);
    const columns = shape.at(-1) ?? 1;
    const rows = sizeOf(shape) / columns;
    const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
    const vectors = generator.normal(length * count, 0, 1);
    orthonormalize(vectors, length);
    const isWide = rows < columns;
    return Float64Array.from(vectors, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return gain * ((isWide ? vectors[row * length + column] : vectors[column * length + row]) ?? 0);
    });
  });
}

function notAMatrix(shape: Shape): ShapeError {
  return new ShapeError({
    code: 'rank',
    operation: 'orthogonal',
    actual: `the parameter has shape ${shapeText(shape)}`,
    expected: 'only a parameter with at least two dimensions can be orthogonal',
    remedy: 'use another initializer for it, such as zeros for a bias',
  });
}
