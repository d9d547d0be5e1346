import type { Loss } from './loss.js';
import { type NoOptions, plain } from './plain.js';

/**
 * Quadratic cost of a sample: `½ Σ (a − y)²` over the outputs a and targets y.
 * Nielsen, Neural Networks and Deep Learning, chapter 1.
 */
export function quadratic(options: NoOptions = {}): Loss {
  return plain('quadratic', options);
}
