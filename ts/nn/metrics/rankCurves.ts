export type RankCurve = 'ROC' | 'PR';

/** Outputs of many samples, with the weight of each; the weight is negative for samples of the negative class. */
export interface Ranked {
  readonly outputs: number[];
  readonly weights: number[];
}

/**
 * The area under a curve whose points result from lowering the threshold from above all outputs to below them. NaN if
 * an output is NaN.
 *
 *     sum the positive and the negative weights of each distinct output
 *     for each distinct output, from the largest down:
 *         ROC: area += negatives · (positives above + half the positives at this output)    (a trapezoid)
 *         PR:  area += positives · precision among all outputs from this one up             (a step)
 *     divide by the total weights, so that both axes go from 0 to 1
 */
export function areaUnder(curve: RankCurve, { outputs, weights }: Ranked): number {
  if (outputs.some(Number.isNaN)) return NaN;
  const thresholds = Float64Array.from(outputs).sort();
  const [positives, negatives] = [new Float64Array(outputs.length), new Float64Array(outputs.length)];
  outputs.forEach((output, sample) => {
    const index = firstIndexOf(thresholds, output);
    const weight = weights[sample] ?? 0;
    const sums = weight > 0 ? positives : negatives;
    sums[index] = (sums[index] ?? 0) + Math.abs(weight);
  });
  let [truePositives, falsePositives, area] = [0, 0, 0];
  for (let index = thresholds.length - 1; index >= 0; index--) {
    const [positive, negative] = [positives[index] ?? 0, negatives[index] ?? 0];
    if (curve === 'ROC') area += negative * (truePositives + positive / 2);
    truePositives += positive;
    falsePositives += negative;
    if (curve === 'PR' && positive > 0) area += (positive * truePositives) / (truePositives + falsePositives);
  }
  return area / (curve === 'ROC' ? truePositives * falsePositives : truePositives);
}

/** Index of the first of the values that equal `value`, in a sorted list that contains it, by bisection. */
function firstIndexOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
