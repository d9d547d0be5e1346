import { checkOptions } from '../../checks.js';
import { sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';

export interface FlattenOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * Flattens samples of any shape, row-major: [h, w, c] becomes [h·w·c].
 *
 * @throws ArgumentError for an unknown option
 * @example layers.flatten()
 */
export function flatten(options: FlattenOptions = {}): Layer {
  checkOptions(options, ['name'], 'flatten');
  const name = checkName(options.name, 'flatten');
  return new Layer(configOf('flatten', { name }), name, (inputShapes) => {
    return { outputShape: [sizeOf(only(inputShapes, 'flatten'))], parameters: [] };
  });
}
