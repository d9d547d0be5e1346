import type { Model } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { fixtures, networkOf } from '../support/networks.js';
import { centralDifference } from '../support/tolerances.js';

/** Balances the error of the formula, O(h²), against that of rounding, O(ε/h). */
const STEP = 1e-5;

describe.each(fixtures.gradients)('$name', (fixture) => {
  it('has the gradients that central differences give', () => {
    const net = networkOf(fixture, 'float64');
    net.compile({ optimizer: 'sgd', loss: fixture.loss });
    const exact = net.gradients(fixture.x, fixture.y).gradients.map(({ data }) => [...data]);
    const measured = differences(net, () => net.evaluate(fixture.x, fixture.y).loss);
    exact.forEach((gradient, index) => {
      expect(relativeError(gradient, measured[index]!)).toBeLessThan(centralDifference);
    });
  });
});

/** ∂loss/∂w of every weight as (loss(w + h) − loss(w − h)) / 2h. */
function differences(net: Model, loss: () => number): number[][] {
  const start = net.getWeights();
  const lossAt = (index: number, position: number, shift: number) => {
    const weights = start.map(({ data, shape }) => ({ data: data.slice(), shape }));
    weights[index]!.data[position]! += shift;
    net.setWeights(weights);
    return loss();
  };
  return start.map(({ data }, index) =>
    Array.from(data, (_, i) => (lossAt(index, i, STEP) - lossAt(index, i, -STEP)) / (2 * STEP)),
  );
}

function relativeError(a: number[], b: number[]): number {
  const norm = (values: number[]) => Math.hypot(...values);
  return norm(a.map((value, i) => value - b[i]!)) / (norm(a) + norm(b));
}
