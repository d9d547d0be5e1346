import type { ArrayLike } from '../../array.js';
import { integer } from '../../checks.js';
import { flatten, type FlatArray } from '../../convert/flatten.js';
import { ArgumentError } from '../../errors.js';
import { labels } from './targets.js';

/**
 * Weights with which all classes count the same: `n / (k · nᵢ)` for n labels of k classes, nᵢ of them of class i, as
 * scikit-learn's `balanced`.
 *
 * @param y labels, whole numbers from 0, shape [n]
 * @param classes number of classes; by default the largest label plus 1
 * @throws ArgumentError for labels out of range, or a class without labels, which no weight can balance
 * @throws DTypeError for arguments of a wrong type
 * @example await net.fit(x, y, { classWeight: classWeights(y) })
 */
export function classWeights(y: ArrayLike, classes?: number): number[] {
  const flat = flatten(y, 'y', 'classWeights');
  const known = integer(classes ?? largest(flat) + 1, 'classes', 'classWeights', 1);
  const counts = new Float64Array(known);
  for (const label of labels(flat, 'y', known, 'classWeights')) counts[label] = (counts[label] ?? 0) + 1;
  const missing = counts.indexOf(0);
  if (missing >= 0) throw emptyClass(missing);
  return Array.from(counts, (count) => flat.data.length / (known * count));
}

/** Bound on the number of classes: a larger label is a mistake, such as the target of a regression. */
const LARGEST_LABEL = 2 ** 20;

function largest({ data, scale }: FlatArray): number {
  let most = 0;
  for (const label of data) if (label * scale > most) most = Math.floor(label * scale);
  return Math.min(most, LARGEST_LABEL);
}

function emptyClass(label: number): ArgumentError {
  return new ArgumentError({
    code: 'class-without-samples',
    operation: 'classWeights',
    actual: `y has no label ${label}`,
    expected: 'every class must have at least one sample',
    remedy: 'number the classes from 0 without gaps',
  });
}
