import type { DType } from '../../array.js';
import { checkOptions, integer, oneOf, show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import type { Shape } from '../../shape.js';
import { chain } from '../graph/graph.js';
import { checkInputShape } from '../layers/inputs.js';
import { Layer } from '../layers/layer.js';
import { Model } from './model.js';
import { checkName } from '../names.js';
import { plan } from '../compile/plan.js';
import { nextSeed } from '../../random/seed.js';

export interface SequentialOptions {
  /** Shape of one sample, such as [784]. */
  readonly inputShape: Shape;
  /** Seed of the initial weights, of dropout and of the shuffling; by default the next of `seed(n)`, or a random one. */
  readonly seed?: number | undefined;
  /** Element type of all arithmetic, `float32` by default. */
  readonly dtype?: DType | undefined;
  /** `sequential` by default. */
  readonly name?: string | undefined;
}

/**
 * A model whose layers follow one another.
 *
 * @throws ShapeError for an input shape or layers that do not fit together
 * @throws ArgumentError for other options out of range
 * @throws DTypeError for entries that are no layers
 * @example
 * const net = sequential({ inputShape: [784], seed: 1 }, [
 *   layers.dense(30, { activation: 'sigmoid' }),
 *   layers.dense(10, { activation: 'sigmoid' }),
 * ]);
 */
export function sequential(options: SequentialOptions, layers: readonly Layer[]): Model {
  checkOptions(options, ['inputShape', 'seed', 'dtype', 'name'], 'sequential');
  const dtype = oneOf(options.dtype ?? 'float32', ['float32', 'float64'], 'dtype', 'sequential');
  const name = checkName(options.name, 'sequential') ?? 'sequential';
  const planned = plan(
    chain(checkInputShape(options.inputShape, 'inputShape', 'sequential'), checkLayers(layers)),
    'sequential',
  );
  const seed = options.seed === undefined ? nextSeed() : integer(options.seed, 'seed', 'sequential', 0);
  return new Model(name, dtype, seed, planned);
}

function checkLayers(layers: unknown): readonly Layer[] {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new ArgumentError({
      code: 'layers',
      operation: 'sequential',
      actual: `layers is ${show(layers)}`,
      expected: 'it must be an array of at least one layer',
      remedy: 'pass [layers.dense(10)], for example',
    });
  }
  return layers.map((layer: unknown, index) => {
    if (layer instanceof Layer) return layer;
    throw new DTypeError({
      code: 'not-a-layer',
      operation: 'sequential',
      actual: `layers[${index}] is ${show(layer)}`,
      expected: 'it must be a layer',
      remedy: 'make it with a call such as layers.dense(10)',
    });
  });
}
