export type Curve = 'ROC' | 'PR';

/** Outputs of many samples, with the weight of each: below 0 for the samples that are negative. */
export interface Ranked {
  readonly outputs: number[];
  readonly weights: number[];
}

/**
 * The area under a curve that is drawn by lowering the threshold from above all outputs to below them. NaN where an
 * output is.
 */
export function areaUnder(curve: Curve, { outputs, weights }: Ranked): number {
  if (outputs.some(Number.isNaN)) return NaN;
  const thresholds = Float64Array.from(outputs).sort();
  const [positives, negatives] = [new Float64Array(outputs.length), new Float64Array(outputs.length)];
  outputs.forEach((output, sample) => {
    const place = firstOf(thresholds, output);
    const weight = weights[sample] ?? 0;
    const sums = weight > 0 ? positives : negatives;
    sums[place] = (sums[place] ?? 0) + Math.abs(weight);
  });
  let [above, falselyAbove, area] = [0, 0, 0];
  for (let place = thresholds.length - 1; place >= 0; place--) {
    const [found, mistaken] = [positives[place] ?? 0, negatives[place] ?? 0];
    if (curve === 'ROC') area += mistaken * (above + found / 2);
    above += found;
    falselyAbove += mistaken;
    if (curve === 'PR' && found > 0) area += (found * above) / (above + falselyAbove);
  }
  return area / (curve === 'ROC' ? above * falselyAbove : above);
}

/** Index of the first of equal values in sorted ones. */
function firstOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
