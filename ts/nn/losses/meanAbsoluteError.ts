import type { Loss } from './loss.js';
import { type NoOptions, plain } from './plain.js';

/**
 * Mean absolute error of a sample: `1/n Σ |a − y|` over its n outputs a and targets y; its derivative is 0 where a = y.
 */
export function meanAbsoluteError(options: NoOptions = {}): Loss {
  return plain('meanAbsoluteError', options);
}
