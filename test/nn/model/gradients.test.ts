import { describe, expect, it } from 'vitest';

import { differences, relativeError } from '../../support/differences.js';
import { fixtures, networkOf } from '../../support/networks.js';
import { centralDifference } from '../../support/tolerances.js';

describe.each(fixtures.gradients)('$name', (fixture) => {
  it('has the gradients of central differences', () => {
    const net = networkOf(fixture, 'float64');
    net.compile({ optimizer: 'sgd', loss: fixture.loss });
    const exact = net.gradients(fixture.x, fixture.y).gradients.map(({ data }) => [...data]);
    const measured = differences(net, () => net.evaluate(fixture.x, fixture.y).loss);
    exact.forEach((gradient, index) => {
      expect(relativeError(gradient, measured[index]!)).toBeLessThan(centralDifference);
    });
  });
});
