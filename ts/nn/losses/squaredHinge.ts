import type { Loss } from './loss.js';
import { type NoOptions, plain } from './plain.js';
import { signs } from './targetRange.js';

/**
 * Squared hinge loss of a sample: `1/n Σ max(0, 1 − y a)²` over its n outputs a, of any size, and targets y of −1 and 1;
 * as in Keras, targets of 0 count as −1. A single output means class 1 where it is above 0.
 */
export function squaredHinge(options: NoOptions = {}): Loss {
  return plain('squaredHinge', options, signs);
}
