import { crossentropy, type CrossentropyOptions } from './crossentropy.js';
import type { Loss } from './loss.js';

/**
 * Cross-entropy of a sample whose n outputs a are probabilities of their own: `−1/n Σ y ln a + (1 − y) ln(1 − a)`, with
 * targets y from 0 to 1, smoothed to `y (1 − s) + s/2`.
 *
 * Probabilities are kept between 1e-7 and 1 − 1e-7. After a `sigmoid` its derivative is included, and nothing is clipped
 * or cancels; with `fromLogits` the loss is exact for logits of any size, too.
 *
 * @throws ArgumentError for a smoothing outside [0, 1]
 * @example losses.binaryCrossentropy({ fromLogits: true })
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  return crossentropy('binaryCrossentropy', options);
}
