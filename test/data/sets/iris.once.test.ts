import { iris } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import fixtures from '../../fixtures/data.json' with { type: 'json' };

describe('iris', () => {
  it('has the values that scikit-learn has', () => {
    const { x, y, classNames, featureNames } = iris();
    expect([...x.data]).toEqual(fixtures.iris.x);
    expect([...y.data]).toEqual(fixtures.iris.y);
    expect([x.shape, classNames.length, featureNames.length]).toEqual([[150, 4], 3, 4]);
  });
});
