import type { Problem, Problems } from './problem.js';

const rigidBody: Problem = {
  fun: (_t, [x, y, z]) => [y * z, -x * z, -0.51 * x * y],
  span: [0, 20],
  y0: [0, 1, 1],
  agreement: 'exact',
};

/** Class B: small systems. */
export const detestB: Problems = {
  B1: {
    fun: (_t, [x, y]) => [2 * (x - x * y), -(y - x * y)],
    span: [0, 20],
    y0: [1, 3],
    agreement: 'exact',
  },
  B2: {
    fun: (_t, [x, y, z]) => [-x + y, x - 2 * y + z, y - z],
    span: [0, 20],
    y0: [2, 0, 1],
    agreement: 'exact',
  },
  B3: { fun: (_t, [x, y]) => [-x, x - y * y, y * y], span: [0, 20], y0: [1, 0, 0], agreement: 'exact' },
  B4: {
    fun: (_t, [x, y, z]) => {
      const r = Math.sqrt(x * x + y * y);
      return [-y - (x * z) / r, x - (y * z) / r, x / r];
    },
    span: [0, 20],
    y0: [3, 0, 0],
    agreement: 'exact',
  },
  B5: rigidBody,
  B5Backward: { ...rigidBody, span: [20, 0] },
};
