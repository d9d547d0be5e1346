import * as np from 'ferrograd/numpy';
import { describe, expect, test } from 'vitest';

import { printed } from './fixtures.js';

const W = np.array([[2, 1, 0, -1], [1, 3, 2, 0], [0, 2, 5, 1]]).divide(3); // prettier-ignore
const A = np.arange(24).reshape(2, 3, 4);

/** Views and long arrays; all other cases are made from the values in the fixtures. */
const made: Readonly<Record<string, np.NDArray>> = {
  transposed: W.T,
  stepped: W.slice('::2', '::3'),
  reversed: W.slice('::-1', '::-1'),
  'rank 3, axes swapped': A.transpose([2, 0, 1]),
  repeated: np.broadcast_to(np.arange(3), [2, 3]),
  many: np.arange(2000),
  'large matrix': np.arange(1600).reshape(40, 40),
  'large rank 3': np.arange(8000).reshape(20, 20, 20).astype('int64'),
};

describe('arrays are printed as by NumPy', () => {
  test.each(Object.entries(printed))('%s', (name, { str, repr, shape = [], dtype, values = [] }) => {
    const entries = values.map((value) => (Array.isArray(value) ? new np.Complex(...value) : Number(value)));
    const array = made[name] ?? np.array(entries, dtype as np.DType).reshape(...shape);
    expect(np.array_str(array)).toBe(str);
    expect(String(array)).toBe(str);
    expect(np.array_repr(array)).toBe(repr);
  });

  test('options and set_printoptions change the text', () => {
    const array = np.array([1 / 3, 1e-7, 2]);
    expect(np.array2string(array, { precision: 3, suppress_small: true, separator: ', ' })).toBe(
      '[0.333, 0.   , 2.   ]',
    );
    np.set_printoptions({ precision: 2 });
    expect(String(array)).toBe('[3.33e-01 1.00e-07 2.00e+00]');
    np.set_printoptions({ precision: 8 });
  });
});
