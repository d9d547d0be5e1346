import { Loss } from './loss.js';

/**
 * Quadratic cost of a sample: `½ Σ (a − y)²` over the outputs a and targets y.
 * Nielsen, Neural Networks and Deep Learning, chapter 1.
 */
export function quadratic(): Loss {
  return new Loss({ kind: 'quadratic' }, { kind: 'quadratic' }, 'vectors');
}
