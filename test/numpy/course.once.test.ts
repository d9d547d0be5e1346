import * as np from 'ferrograd/numpy';
import { describe, expect, test } from 'vitest';

import { expectClose } from '../support/close.js';
import { course as expressions } from './course.js';
import { course as expected } from './fixtures.js';

/** Tolerance of sums and decompositions, which add in another order than NumPy. */
const tolerance = 1e-13;

describe('the expressions of the course give the values of NumPy', () => {
  test('every expression has a fixture', () => {
    expect(Object.keys(expressions)).toEqual(Object.keys(expected));
  });

  test.each(Object.entries(expected))('%s', (name, { shape, dtype, values }) => {
    const result = np.asarray(expressions[name]!());
    expect(result.shape).toEqual(shape);
    const isExact = /int|bool/.test(dtype) || /rand|default_rng|choice|uniform|normal|shuffle/.test(name);
    const numbers = result.tolist() as unknown[] | number;
    const flat = [numbers].flat(Infinity).map(Number);
    if (isExact) expect(flat).toEqual(values.map(Number));
    else expectClose(flat, values.map(Number), tolerance);
  });
});
