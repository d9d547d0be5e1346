import { boolean, checkOptions, positiveInteger } from '../../checks.js';
import { ShapeError } from '../../errors.js';
import { shapeText, sizeOf } from '../../shape.js';
import { type ActivationName, activationName } from '../activations.js';
import { initializer, type InitializerLike } from '../initializers/index.js';
import { checkName } from '../names.js';
import { Layer } from './layer.js';

export interface DenseOptions {
  /** Applied to the sums; `linear` by default. */
  readonly activation?: ActivationName | undefined;
  /** Whether a bias is added; true by default. */
  readonly useBias?: boolean | undefined;
  /** Start values of the weights; `glorotUniform` by default. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Start values of the biases; `zeros` by default. */
  readonly biasInitializer?: InitializerLike | undefined;
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

const OPTIONS = ['activation', 'useBias', 'kernelInitializer', 'biasInitializer', 'name'];

/**
 * A fully connected layer: `activation(x · kernel + bias)`.
 *
 * Samples [features] become [units]; the kernel has shape [features, units], the bias [units].
 *
 * @throws ArgumentError for units that are no positive integer, or an unknown activation, initializer or option
 * @throws ShapeError when a model gives it samples that are not flat
 * @example layers.dense(30, { activation: 'sigmoid' })
 */
export function dense(units: number, options: DenseOptions = {}): Layer {
  checkOptions(options, OPTIONS, 'dense');
  positiveInteger(units, 'units', 'dense');
  const activation = activationName(options.activation ?? 'linear', 'dense');
  const bias = boolean(options.useBias ?? true, 'useBias', 'dense');
  const kernelInitializer = initializer(options.kernelInitializer ?? 'glorotUniform', 'dense');
  const biasInitializer = initializer(options.biasInitializer ?? 'zeros', 'dense');

  return new Layer('dense', checkName(options.name, 'dense'), (inputShape) => {
    const [features] = inputShape;
    if (features === undefined || inputShape.length !== 1) {
      throw new ShapeError({
        code: 'rank',
        operation: 'dense',
        actual: `one input sample has shape ${shapeText(inputShape)}`,
        expected: 'the layer needs flat samples, of shape [features]',
        remedy: `use inputShape: [${sizeOf(inputShape)}]; samples of any shape with as many values are accepted`,
      });
    }
    const kernel = { name: 'kernel', shape: [features, units], initializer: kernelInitializer };
    return {
      unit: { kind: 'dense', units, bias, activation },
      outputShape: [units],
      parameters: bias ? [kernel, { name: 'bias', shape: [units], initializer: biasInitializer }] : [kernel],
    };
  });
}
