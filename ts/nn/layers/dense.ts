import { boolean, checkOptions, positiveInteger } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { shapeText, sizeOf } from '../../shape.js';
import { activation, type ActivationLike } from '../activations/index.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import { readWeightOptions, WEIGHT_OPTIONS, type WeightOptions } from './weightOptions.js';

export interface DenseOptions extends WeightOptions {
  /** Applied to the weighted sums; `linear` by default. */
  readonly activation?: ActivationLike | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * A fully connected layer: `activation(x · kernel + bias)`.
 *
 * Samples [features] become [units]; the kernel has shape [features, units], the bias [units].
 *
 * @throws ArgumentError if `units` is not a positive integer, or for an unknown activation,
 *   initializer or option
 * @throws ShapeError when a model gives the layer samples that are not flat
 * @example layers.dense(30, { activation: 'sigmoid' })
 */
export function dense(units: number, options: DenseOptions = {}): Layer {
  checkOptions(options, ['activation', 'name', ...WEIGHT_OPTIONS], 'dense');
  positiveInteger(units, 'units', 'dense');
  const applied = activation(options.activation ?? 'linear', 'dense');
  const useBias = boolean(options.useBias ?? true, 'useBias', 'dense');
  const weights = readWeightOptions(options, 'dense');
  const name = checkName(options.name, 'dense');
  const config = configOf('dense', { units, activation: applied.config, useBias, ...weights.config, name });

  return new Layer(config, name, (inputShapes) => {
    const inputShape = only(inputShapes, 'dense');
    const [features] = inputShape;
    if (features === undefined || inputShape.length !== 1) {
      throw new ShapeError({
        code: 'rank',
        operation: 'dense',
        actual: `one input sample has shape ${shapeText(inputShape)}`,
        expected: 'the layer needs flat samples, of shape [features]',
        remedy: `put layers.flatten() before it, or use inputShape: [${sizeOf(inputShape)}], which takes samples of any shape`,
      });
    }
    const kernel = weights.parameter('kernel', [features, units]);
    return {
      op: { kind: 'dense', units, bias: useBias, ...applied.op, ...weights.opArguments },
      outputShape: [units],
      parameters: useBias ? [kernel, weights.parameter('bias', [units])] : [kernel],
    };
  });
}
