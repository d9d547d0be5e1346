import type { Loss } from './loss.js';
import { type NoOptions, plain } from './plain.js';

/**
 * Mean squared error of a sample: `1/n Σ (a − y)²` over its n outputs a and targets y.
 */
export function meanSquaredError(options: NoOptions = {}): Loss {
  return plain('meanSquaredError', options);
}
