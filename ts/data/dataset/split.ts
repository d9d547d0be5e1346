import type { ScaledArray } from '../../array.js';
import { number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Random } from '../../random/generator.js';
import { widthOf } from './values.js';

/** The shares of the parts, checked: one share leaves the rest for a second part, the sum of several must be 1. */
export function readShares(fraction: unknown): readonly number[] {
  const operation = 'split';
  const read = (share: unknown, name: string) => {
    const value = number(share, name, operation, { lowest: 0, highest: 1, open: true });
    if (value > 0) return value;
    throw badShares(`${name} is 0`);
  };
  if (!Array.isArray(fraction)) {
    const share = read(fraction, 'fraction');
    return [share, 1 - share];
  }
  const shares = fraction.map((share, index) => read(share, `fraction[${index}]`));
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.length < 2 || Math.abs(sum - 1) > 1e-9) throw badShares(`the sum of the fractions is ${sum}`);
  return shares;
}

/** Splits `total` samples by shares into whole numbers, by the method of largest remainders. */
export function apportion(total: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => share * total);
  const sizes = exact.map((size) => Math.floor(size + 1e-9));
  const remaining = total - sizes.reduce((sum, size) => sum + size, 0);
  exact
    .map((size, part) => ({ part, remainder: size - (sizes[part] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, remaining)
    .forEach(({ part }) => (sizes[part] = (sizes[part] ?? 0) + 1));
  return sizes;
}

/** The samples of each part, in random order, where every part gets the same share of each class. */
export function stratified(
  labels: ScaledArray,
  order: Uint32Array,
  shares: readonly number[],
  random: Random,
) {
  const classes = new Map<number, number[]>();
  for (const sample of order) {
    const label = labels.data[sample] ?? 0;
    const members = classes.get(label);
    if (members) members.push(sample);
    else classes.set(label, [sample]);
  }
  const parts: number[][] = shares.map(() => []);
  for (const [label, members] of [...classes].sort(([a], [b]) => a - b)) {
    if (members.length < shares.length) throw tooFew(label, members.length, shares.length);
    let from = 0;
    for (const [part, size] of atLeastOne(apportion(members.length, shares)).entries()) {
      parts[part]?.push(...members.slice(from, from + size));
      from += size;
    }
  }
  return parts.map((part) => random.shuffle(Uint32Array.from(part)));
}

/** Sizes of at least 1 with the same sum: every part needs a sample of the class. The largest parts give way. */
function atLeastOne(sizes: readonly number[]): number[] {
  const result = sizes.map((size) => Math.max(size, 1));
  for (let extra = result.reduce((a, b) => a + b, 0) - sizes.reduce((a, b) => a + b, 0); extra > 0; extra--) {
    const largest = result.indexOf(Math.max(...result));
    result[largest] = (result[largest] ?? 0) - 1;
  }
  return result;
}

/** The targets, checked to be labels: one value for each sample. */
export function checkLabels(y: ScaledArray | undefined, operation: string): ScaledArray {
  if (y && widthOf(y) === 1) return y;
  throw new ArgumentError({
    code: 'labels',
    operation,
    actual: y ? `y has shape [${y.shape.join(', ')}]` : 'the data set has no y',
    expected: 'it must be labels, one for each sample',
    remedy: 'pass labels of shape [n]; fromOneHot converts one-hot vectors',
  });
}

function badShares(actual: string): ArgumentError {
  return new ArgumentError({
    code: 'fraction',
    operation: 'split',
    actual,
    expected: 'each must be above 0 and below 1, and the sum of several 1',
    remedy: 'pass 0.8 or [0.7, 0.2, 0.1], for example',
  });
}

function tooFew(label: number, count: number, parts: number): ArgumentError {
  return new ArgumentError({
    code: 'class-too-small',
    operation: 'split',
    actual: `class ${label} has ${count} samples`,
    expected: `each of ${parts} parts needs at least one`,
    remedy: 'add samples, leave the class out with filterLabels, or do not stratify',
  });
}
