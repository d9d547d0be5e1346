import type { ScaledArray } from '../../array.js';
import { number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Random } from '../../random/generator.js';
import { widthOf } from './values.js';

/** Checks the shares of the parts: one share leaves the rest for a second part; several must make 1. */
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
  if (shares.length < 2 || Math.abs(sum - 1) > 1e-9) throw badShares(`the fractions make ${sum}`);
  return shares;
}

/** So many samples as whole numbers for each share, by the largest remainders. */
export function apportion(total: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => share * total);
  const sizes = exact.map((size) => Math.floor(size + 1e-9));
  const left = total - sizes.reduce((sum, size) => sum + size, 0);
  exact
    .map((size, part) => ({ part, rest: size - (sizes[part] ?? 0) }))
    .sort((a, b) => b.rest - a.rest)
    .slice(0, left)
    .forEach(({ part }) => (sizes[part] = (sizes[part] ?? 0) + 1));
  return sizes;
}

/** The samples of each part, where every class is shared alike; in random order. */
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

/** No part may go without a class. */
function atLeastOne(sizes: readonly number[]): number[] {
  const result = sizes.map((size) => Math.max(size, 1));
  for (let extra = result.reduce((a, b) => a + b, 0) - sizes.reduce((a, b) => a + b, 0); extra > 0; extra--) {
    const largest = result.indexOf(Math.max(...result));
    result[largest] = (result[largest] ?? 0) - 1;
  }
  return result;
}

/** Labels, one for each sample. */
export function checkLabels(y: ScaledArray | undefined, operation: string): ScaledArray {
  if (y && widthOf(y) === 1) return y;
  throw new ArgumentError({
    code: 'labels',
    operation,
    actual: y ? `y has shape [${y.shape.join(', ')}]` : 'the data set has no y',
    expected: 'labels are needed, one for each sample',
    remedy: 'pass labels of shape [n]; fromOneHot makes them of vectors',
  });
}

function badShares(actual: string): ArgumentError {
  return new ArgumentError({
    code: 'fraction',
    operation: 'split',
    actual,
    expected: 'a share is above 0 and below 1, and several make 1',
    remedy: 'pass such as 0.8, or [0.7, 0.2, 0.1]',
  });
}

function tooFew(label: number, count: number, parts: number): ArgumentError {
  return new ArgumentError({
    code: 'class-too-small',
    operation: 'split',
    actual: `class ${label} has ${count} samples`,
    expected: `each of ${parts} parts needs one`,
    remedy: 'add samples, leave the class out with filterLabels, or do not stratify',
  });
}
