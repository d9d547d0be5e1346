import { checkOptions } from '../../checks.js';
import { Loss } from './loss.js';
import { shares, signs, type TargetRange } from './targetRange.js';

/** The options of a loss that has none. */
type NoOptions = Readonly<Record<string, never>>;

/**
 * Quadratic cost of a sample: `½ Σ (a − y)²` over the outputs a and targets y.
 * Nielsen, Neural Networks and Deep Learning, chapter 1.
 */
export function quadratic(options: NoOptions = {}): Loss {
  return plainLoss('quadratic', options);
}

/**
 * Mean squared error of a sample: `1/n Σ (a − y)²` over its n outputs a and targets y.
 */
export function meanSquaredError(options: NoOptions = {}): Loss {
  return plainLoss('meanSquaredError', options);
}

/**
 * Mean absolute error of a sample: `1/n Σ |a − y|` over its n outputs a and targets y; its derivative is 0 where a = y.
 */
export function meanAbsoluteError(options: NoOptions = {}): Loss {
  return plainLoss('meanAbsoluteError', options);
}

/**
 * Hinge loss of a sample: `1/n Σ max(0, 1 − y a)` over its n outputs a, of any size, and targets y of −1 and 1; as in
 * Keras, targets of 0 count as −1. A single output means class 1 where it is above 0.
 */
export function hinge(options: NoOptions = {}): Loss {
  return plainLoss('hinge', options, signs);
}

/**
 * Squared hinge loss of a sample: `1/n Σ max(0, 1 − y a)²` over its n outputs a, of any size, and targets y of −1 and 1;
 * as in Keras, targets of 0 count as −1. A single output means class 1 where it is above 0.
 */
export function squaredHinge(options: NoOptions = {}): Loss {
  return plainLoss('squaredHinge', options, signs);
}

/**
 * Kullback–Leibler divergence of a sample: `Σ y ln(y/a)` over the outputs a and targets y, both probabilities, which
 * are clipped to [1e-7, 1].
 */
export function kullbackLeibler(options: NoOptions = {}): Loss {
  return plainLoss('kullbackLeibler', options, shares);
}

function plainLoss(kind: string, options: unknown, range?: TargetRange): Loss {
  checkOptions(options, [], kind);
  return new Loss({ kind }, { kind }, 'vectors', range);
}
