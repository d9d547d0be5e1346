import { checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';

export interface DropoutOptions {
  /** Shown by `summary`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * In training, each value becomes 0 with probability `rate` and the others are scaled by `1/(1 − rate)`; otherwise
 * values pass unchanged. Srivastava et al., JMLR 2014.
 *
 * Which values are dropped depends only on the model's seed and the number of the step.
 *
 * @param rate share of the values that are dropped, in [0, 1)
 * @throws ArgumentError for a rate outside [0, 1) or an unknown option
 * @example layers.dropout(0.2)
 */
export function dropout(rate: number, options: DropoutOptions = {}): Layer {
  checkOptions(options, ['name'], 'dropout');
  number(rate, 'rate', 'dropout', { lowest: 0, highest: 1, open: true });
  const name = checkName(options.name, 'dropout');
  return new Layer(configOf('dropout', { rate, name }), name, (inputShapes) => {
    return { op: { kind: 'dropout', rate }, outputShape: only(inputShapes, 'dropout'), parameters: [] };
  });
}
