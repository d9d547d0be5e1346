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
  const output = (place: number) => outputs[order[place] ?? 0] ?? 0;
  const order = Uint32Array.from(outputs, (_, index) => index);
  order.sort((a, b) => (outputs[b] ?? 0) - (outputs[a] ?? 0));
  let [positives, negatives, area] = [0, 0, 0];
  for (let place = 0; place < order.length;) {
    const threshold = output(place);
    const [positivesBefore, negativesBefore] = [positives, negatives];
    for (; place < order.length && output(place) === threshold; place++) {
      const weight = weights[order[place] ?? 0] ?? 0;
      if (weight > 0) positives += weight;
      else negatives -= weight;
    }
    const found = positives - positivesBefore;
    if (curve === 'ROC') area += ((negatives - negativesBefore) * (positives + positivesBefore)) / 2;
    else if (found > 0) area += (found * positives) / (positives + negatives);
  }
  return area / (curve === 'ROC' ? positives * negatives : positives);
}
