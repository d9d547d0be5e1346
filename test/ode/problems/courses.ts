import type { Problems } from './problem.js';

/** Problems of the courses. */
export const courses: Problems = {
  decay: { fun: (_t, [y]) => [-2 * y], span: [0, 5], y0: [4], agreement: 'rounded' },
  sine: { fun: (t) => [-Math.sin(t)], span: [0, 4], y0: [2], maxStep: 0.1, agreement: 'rounded' },
  foxes: {
    fun: (_t, [rabbits, foxes]) => [
      0.015 * rabbits - 0.00018 * rabbits * foxes,
      -0.0125 * foxes + 0.0002 * rabbits * foxes,
    ],
    span: [0, 1000],
    y0: [110, 75],
    agreement: 'exact',
  },
  // y″ + 7y′ − 3y = 0
  secondOrder: { fun: (_t, [y, v]) => [v, 3 * y - 7 * v], span: [0, 4], y0: [1, 0], agreement: 'exact' },
};
