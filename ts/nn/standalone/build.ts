import type { DType } from '../../array.js';
import { checkOptions, integer, oneOf } from '../../checks.js';
import type { Shape } from '../../shape.js';
import { checkInputShape } from '../layers/inputs.js';
import type { LayerDefinition } from '../contracts.js';
import { plan } from '../compile/plan.js';
import { nextSeed } from '../../random/seed.js';
import { BuiltLayer } from './builtLayer.js';

export interface BuildOptions {
  /** Seed of the initial weights and of dropout; by default the next of `seed(n)`, or a random one. */
  readonly seed?: number | undefined;
  /** Element type of all arithmetic, `float32` by default. */
  readonly dtype?: DType | undefined;
}

/** Gives a layer weights of its own, for samples of one shape or, with several inputs, of a list of shapes. */
export function build<Inputs>(
  layer: LayerDefinition,
  shape: Shape | readonly Shape[],
  options: BuildOptions,
): BuiltLayer<Inputs> {
  checkOptions(options, ['seed', 'dtype'], 'build');
  const dtype = oneOf(options.dtype ?? 'float32', ['float32', 'float64'], 'dtype', 'build');
  const isList = Array.isArray(shape) && shape.length > 0 && shape.every((entry) => Array.isArray(entry));
  const inputs = isList
    ? shape.map((entry, index) => ({
        name: `input_${index}`,
        shape: checkInputShape(entry, `inputShapes[${index}]`, 'build'),
      }))
    : [{ name: 'input', shape: checkInputShape(shape, 'inputShape', 'build') }];
  const planned = plan(
    { inputs, nodes: [{ layer, inputIds: [...inputs.keys()] }], outputs: [inputs.length] },
    'build',
  );
  const seed = options.seed === undefined ? nextSeed() : integer(options.seed, 'seed', 'build', 0);
  return new BuiltLayer(layer, dtype, seed, planned);
}
