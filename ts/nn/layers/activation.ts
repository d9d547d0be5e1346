import { checkOptions } from '../../checks.js';
import { activation as readActivation, type ActivationLike } from '../activations/index.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';

export interface ActivationOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Applies an activation to every value (`softmax` and `logSoftmax`: along the last axis); the shape stays.
 *
 * @throws ArgumentError for an unknown activation or option
 * @example layers.activation('softmax')
 */
export function activation(activation: ActivationLike, options: ActivationOptions = {}): Layer {
  checkOptions(options, ['name'], 'activation');
  const applied = readActivation(activation, 'activation');
  const name = checkName(options.name, 'activation');
  const config = configOf('activation', { activation: applied.config, name });
  return new Layer(config, name, (inputShapes) => {
    const outputShape = only(inputShapes, 'activation');
    const op = { kind: 'activation', ...applied.op, features: outputShape.at(-1) ?? 1 };
    return { op, outputShape, parameters: [] };
  });
}
