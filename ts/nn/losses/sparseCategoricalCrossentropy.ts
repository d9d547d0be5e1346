import { boolean, checkOptions } from '../../checks.js';
import { configOf } from '../registry.js';
import type { CrossentropyOptions } from './crossentropy.js';
import { Loss } from './loss.js';

/**
 * Cross-entropy of a sample: `−ln a[y]`, with the probabilities a and y the index of the true class; otherwise as
 * `categoricalCrossentropy`.
 *
 * @example losses.sparseCategoricalCrossentropy({ fromLogits: true })
 */
export function sparseCategoricalCrossentropy(options: Pick<CrossentropyOptions, 'fromLogits'> = {}): Loss {
  const kind = 'sparseCategoricalCrossentropy';
  checkOptions(options, ['fromLogits'], kind);
  const fromLogits = boolean(options.fromLogits ?? false, 'fromLogits', kind);
  return new Loss(configOf(kind, { fromLogits }), { kind, fromLogits }, 'labels');
}
