import type { Loss } from './loss.js';
import { type NoOptions, plain } from './plain.js';
import { shares } from './targetRange.js';

/**
 * Kullback–Leibler divergence of a sample: `Σ y ln(y/a)` over the outputs a and targets y, both probabilities and kept
 * between 1e-7 and 1.
 */
export function kullbackLeibler(options: NoOptions = {}): Loss {
  return plain('kullbackLeibler', options, shares);
}
