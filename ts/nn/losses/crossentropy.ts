import { boolean, checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Loss } from './loss.js';
import { probabilities, shares } from './targetRange.js';

export interface CrossentropyOptions {
  /** Whether the outputs are logits, of a last layer without activation, instead of probabilities; false by default. */
  readonly fromLogits?: boolean | undefined;
  /** Share s of every target that is spread evenly over all classes, in [0, 1]; 0 by default. */
  readonly labelSmoothing?: number | undefined;
}

/** A cross-entropy whose targets are vectors. */
export function crossentropy(
  kind: 'binaryCrossentropy' | 'categoricalCrossentropy',
  options: CrossentropyOptions,
): Loss {
  checkOptions(options, ['fromLogits', 'labelSmoothing'], kind);
  const values = {
    fromLogits: boolean(options.fromLogits ?? false, 'fromLogits', kind),
    labelSmoothing: number(options.labelSmoothing ?? 0, 'labelSmoothing', kind, { lowest: 0, highest: 1 }),
  };
  const range = kind === 'binaryCrossentropy' ? probabilities : shares;
  return new Loss(configOf(kind, values), { kind, ...values }, 'vectors', range);
}
