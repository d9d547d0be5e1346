import type { Model } from 'ferrograd';

/** The step h, which balances the truncation error O(h²) against the rounding error O(ε/h). */
const STEP = 1e-5;

/** ∂loss/∂w of every weight as the central difference (loss(w + h) − loss(w − h)) / 2h; restores the weights. */
export function differences(net: Model, loss: () => number): number[][] {
  const start = net.getWeights();
  const lossAt = (index: number, position: number, shift: number) => {
    const weights = start.map(({ data, shape }) => ({ data: data.slice(), shape }));
    weights[index]!.data[position]! += shift;
    net.setWeights(weights);
    return loss();
  };
  const result = start.map(({ data }, index) =>
    Array.from(data, (_, i) => (lossAt(index, i, STEP) - lossAt(index, i, -STEP)) / (2 * STEP)),
  );
  net.setWeights(start);
  return result;
}

export function relativeError(a: number[], b: number[]): number {
  const norm = (values: number[]) => Math.hypot(...values);
  return norm(a.map((value, i) => value - b[i]!)) / Math.max(norm(a) + norm(b), Number.MIN_VALUE);
}
