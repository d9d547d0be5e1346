import type { Problems } from './problem.js';
import { sine } from './trigonometry.js';

/** Class E: higher-order equations. */
export const detestE: Problems = {
  E1: {
    fun: (t, [y, v]) => [v, -(v / (t + 1) + (1 - 0.25 / ((t + 1) * (t + 1))) * y)],
    span: [0, 20],
    y0: [0.671396707141803, 0.09540051444747446],
    agreement: 'exact',
  },
  E2: { fun: (_t, [y, v]) => [v, (1 - y * y) * v - y], span: [0, 20], y0: [2, 0], agreement: 'exact' },
  E3: {
    fun: (t, [y, v]) => [v, (y * y * y) / 6 - y + 2 * sine(2.78535 * t)],
    span: [0, 20],
    y0: [0, 0],
    agreement: 'exact',
  },
  E4: { fun: (_t, [, v]) => [v, 0.032 - 0.4 * v * v], span: [0, 20], y0: [30, 0], agreement: 'exact' },
  E5: {
    fun: (t, [, v]) => [v, Math.sqrt(1 + v * v) / (25 - t)],
    span: [0, 20],
    y0: [0, 0],
    agreement: 'exact',
  },
};
