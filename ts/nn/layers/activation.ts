import { checkOptions } from '../../checks.js';
import { type ActivationName, activationName } from '../activations.js';
import { checkName } from '../names.js';
import { Layer } from './layer.js';

export interface ActivationOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Applies an activation to every value (`softmax`: to each sample); the shape stays.
 *
 * @throws ArgumentError for an unknown activation or option
 * @example layers.activation('softmax')
 */
export function activation(activation: ActivationName, options: ActivationOptions = {}): Layer {
  checkOptions(options, ['name'], 'activation');
  const unit = { kind: 'activation', activation: activationName(activation, 'activation') };
  const name = checkName(options.name, 'activation');
  return new Layer('activation', name, (inputShape) => ({ unit, outputShape: inputShape, parameters: [] }));
}
