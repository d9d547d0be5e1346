import { crossentropy, type CrossentropyOptions } from './crossentropy.js';
import type { Loss } from './loss.js';

/**
 * Cross-entropy of a sample: `−Σ y ln a` over the probabilities a of n classes and the targets y, one-hot vectors or
 * labels, smoothed to `y (1 − s) + s/n`.
 *
 * Probabilities are kept between 1e-7 and 1 − 1e-7; unlike in Keras they are not divided by their sum. After a `softmax`
 * its derivative is included, and nothing is clipped or cancels; with `fromLogits` the loss is exact for logits of any
 * size, too.
 *
 * @throws ArgumentError for a smoothing outside [0, 1]
 * @example losses.categoricalCrossentropy({ labelSmoothing: 0.1 })
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  return crossentropy('categoricalCrossentropy', options);
}
